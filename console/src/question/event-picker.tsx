/** Chooses an event by the name it was sent with. */
import { useLanguage } from '../language/language.tsx'
import { useEvents } from './catalogue.ts'
import { Picker } from './picker.tsx'
import type { Problem } from './problems.tsx'

interface Props {
  label: string
  value: string
  onChange: (event: string) => void
  /** Offers "every event", which is the empty value. */
  anyEvent?: boolean
  problem: Problem
}

export function EventPicker({ label, value, onChange, anyEvent = false, problem }: Props) {
  const { words } = useLanguage()
  const { choices, note } = useEvents()
  const every = { value: '', label: words.question.anyEvent }
  return (
    <Picker
      label={label}
      value={value}
      onChange={onChange}
      choices={anyEvent ? [every, ...choices] : choices}
      placeholder={words.question.chooseEvent}
      searchLabel={words.question.searchEvents}
      note={note}
      problem={problem}
      free
    />
  )
}
