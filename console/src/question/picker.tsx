/** A field that is chosen from a long list by searching it; where names are free, by typing one. */
import { Combobox, InputBase, type MantineSize, useCombobox } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useLanguage } from '../language/language.tsx'
import { CrossSign } from '../shell/icons.tsx'
import style from './picker.module.css'
import { NO_PROBLEM, type Problem } from './problems.tsx'
import { type Choice, foundIn } from './search.ts'

interface Props {
  label: string
  value: string
  onChange: (value: string) => void
  choices: readonly Choice[]
  placeholder: string
  /** Shown instead of the list when it could not be had. */
  note?: string | undefined
  /** Any name may be typed, whether listed or not. */
  free?: boolean
  /** Says what clearing does; without it the field cannot be cleared. */
  clearLabel?: string
  problem?: Problem
  sign?: ReactNode
  size?: MantineSize
  searchLabel?: string
}

export function Picker(props: Props) {
  const { label, value, onChange, choices, placeholder, note, free, clearLabel, problem = NO_PROBLEM } = props
  const { words } = useLanguage()
  const [search, setSearch] = useState('')
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      setSearch('')
      combobox.resetSelectedOption()
      combobox.focusTarget()
    },
  })
  const chosen = choices.find((choice) => choice.value === value)
  const shown = chosen?.label ?? value
  const { groups, more } = foundIn(choices, search)
  const typed = search.trim()
  const canUse = free === true && typed !== '' && !choices.some((choice) => choice.value === typed)
  const found = groups.length > 0
  const clearable = clearLabel !== undefined && value !== ''
  const searchLabel = props.searchLabel ?? words.question.search

  const take = (next: string): void => {
    onChange(next)
    combobox.closeDropdown()
  }
  return (
    <div className={style['picker']} data-gap={problem.gap !== ''}>
      <Combobox
        store={combobox}
        onOptionSubmit={take}
        withinPortal
        width="max-content"
        position="bottom-start"
      >
        <Combobox.Target targetType="button">
          <InputBase
            component="button"
            type="button"
            pointer
            size={props.size ?? 'sm'}
            aria-label={`${label}: ${shown || placeholder}`}
            aria-invalid={problem.error !== ''}
            aria-description={problem.gap}
            error={problem.error}
            onClick={() => combobox.toggleDropdown()}
            leftSection={props.sign}
            rightSection={clearable ? <span /> : <Combobox.Chevron />}
            rightSectionPointerEvents="none"
            title={shown}
          >
            <span className={shown ? style['value'] : style['placeholder']}>{shown || placeholder}</span>
          </InputBase>
        </Combobox.Target>
        <Combobox.Dropdown className={style['dropdown']}>
          <Combobox.Search
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value)
              combobox.selectFirstOption()
            }}
            placeholder={searchLabel}
            aria-label={searchLabel}
            maxLength={200}
          />
          <Combobox.Options className={style['options']} aria-label={label}>
            {groups.map(([group, members]) => (
              <Combobox.Group key={group} label={group}>
                {members.map((choice) => (
                  <Combobox.Option
                    key={choice.value}
                    value={choice.value}
                    active={choice.value === value}
                    disabled={choice.disabled === true}
                  >
                    <span className={style['option']}>
                      <span>{choice.label}</span>
                      {choice.hint && <small>{choice.hint}</small>}
                    </span>
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            ))}
            {canUse && <Combobox.Option value={typed}>{words.question.use(typed)}</Combobox.Option>}
            {!found && !canUse && <Combobox.Empty>{note ?? words.question.nothingFound}</Combobox.Empty>}
          </Combobox.Options>
          {more && <Combobox.Footer>{words.question.more}</Combobox.Footer>}
        </Combobox.Dropdown>
      </Combobox>
      {clearable && (
        <button type="button" className={style['clear']} aria-label={clearLabel} onClick={() => onChange('')}>
          <CrossSign size={14} />
        </button>
      )}
    </div>
  )
}
