/** Language and appearance: two small menus that are at hand on every page. */
import { type MantineColorScheme, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import type { ReactNode } from 'react'
import { DICTIONARIES, LANGUAGES, useLanguage } from '../language/language.tsx'
import { GlobeSign, MoonSign, SunSign } from './icons.tsx'
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
        value={language}
        options={LANGUAGES.map((one) => ({ value: one, name: DICTIONARIES[one].language, lang: one }))}
        onChange={choose}
      />
      <Choice
        label={words.preferences.scheme}
        sign={colorScheme === 'dark' ? <MoonSign size={16} /> : <SunSign size={16} />}
        value={colorScheme}
        options={SCHEMES.map((one) => ({ value: one, name: words.preferences[one] }))}
        onChange={setColorScheme}
      />
    </div>
  )
}

interface ChoiceProps<Value extends string> {
  label: string
  sign: ReactNode
  value: Value
  options: { value: Value; name: string; lang?: string }[]
  onChange: (value: Value) => void
}

function Choice<Value extends string>({ label, sign, value, options, onChange }: ChoiceProps<Value>) {
  const current = options.find((option) => option.value === value)?.name ?? value
  const choose = (next: string): void => {
    const chosen = options.find((option) => option.value === next)
    if (chosen) onChange(chosen.value)
  }
  return (
    // Inside its parent, so that a press on it is not one outside of a sheet that holds it.
    <Menu position="top-start" withinPortal={false}>
      <Menu.Target>
        <UnstyledButton className={style['choice']} aria-label={`${label}: ${current}`}>
          {sign}
          <span>{current}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>
        <Menu.RadioGroup value={value} onChange={choose}>
          {options.map((option) => (
            <Menu.RadioItem key={option.value} value={option.value} lang={option.lang} closeMenuOnClick>
              {option.name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
