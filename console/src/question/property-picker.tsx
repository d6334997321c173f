/** Chooses a property: a built-in one, or one that was sent with events. */
import type { ReactNode } from 'react'
import { useLanguage } from '../language/language.tsx'
import { useProperties } from './catalogue.ts'
import { Picker } from './picker.tsx'
import type { Problem } from './problems.tsx'
import type { Whose } from './whose.ts'

interface Props {
  label: string
  /** Only properties seen on this event; empty for all. */
  event: string
  /** Whose properties; the event's when not given. */
  source?: Whose['source']
  value: string
  onChange: (property: string) => void
  placeholder?: string
  clearLabel?: string
  problem: Problem
  sign?: ReactNode
}

export function PropertyPicker({ event, source = 'event', placeholder, ...rest }: Props) {
  const { words } = useLanguage()
  const { choices, note } = useProperties(event, source)
  return (
    <Picker
      {...rest}
      choices={choices}
      placeholder={placeholder ?? words.question.chooseProperty}
      note={note}
      free
    />
  )
}
