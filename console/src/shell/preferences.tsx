/** Language and appearance: two small menus that are at hand on every page. */
import { type MantineColorScheme, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import type { ReactNode } from 'react'
import { DICTIONARIES, LANGUAGES, useLanguage } from '../language/language.tsx'
import { CheckSign, GlobeSign, MoonSign, SunSign } from './icons.tsx'
import style from './preferences.module.css'

const SCHEMES: MantineColorScheme[] = ['light', 'dark', 'auto']

export function Preferences() {
  const { language, choose, words } = useLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <div className={style['row']} role="group" aria-label={words.preferences.label}>
      <Choice
        label={words.preferences.language}
        sign={<GlobeSign size={16} />}
        current={words.language}
        options={LANGUAGES.map((one) => ({
          name: DICTIONARIES[one].language,
          chosen: one === language,
          lang: one,
          onChoose: () => choose(one),
        }))}
      />
      <Choice
        label={words.preferences.scheme}
        sign={colorScheme === 'dark' ? <MoonSign size={16} /> : <SunSign size={16} />}
        current={words.preferences[colorScheme]}
        options={SCHEMES.map((one) => ({
          name: words.preferences[one],
          chosen: one === colorScheme,
          onChoose: () => setColorScheme(one),
        }))}
      />
    </div>
  )
}

interface Option {
  name: string
  chosen: boolean
  lang?: string
  onChoose: () => void
}

interface ChoiceProps {
  label: string
  sign: ReactNode
  current: string
  options: Option[]
}

function Choice({ label, sign, current, options }: ChoiceProps) {
  return (
    <Menu position="top-start" withinPortal>
      <Menu.Target>
        <UnstyledButton className={style['choice']} aria-label={`${label}: ${current}`}>
          {sign}
          <span>{current}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{label}</Menu.Label>
        {options.map(({ name, chosen, lang, onChoose }) => (
          <Menu.Item
            key={name}
            role="menuitemradio"
            aria-checked={chosen}
            lang={lang}
            onClick={onChoose}
            rightSection={chosen ? <CheckSign size={14} /> : undefined}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
