/** Chooses a node of paths: an event or a page, or a value of the property that paths are by. */
import { useLanguage } from '../../language/language.tsx'
import { useEvents, useValues } from '../../question/catalogue.ts'
import { Picker } from '../../question/picker.tsx'
import type { Problem } from '../../question/problems.tsx'
import { BY_EVENT } from './question.ts'

interface Props {
  label: string
  by: string
  value: string
  onChange: (node: string) => void
  placeholder: string
  problem: Problem
}

/** A page is a node by its path, so its event is none. */
const PAGES = new Set(['$pageview', '$screen'])

export function NodePicker({ by, ...rest }: Props) {
  const { words } = useLanguage()
  const { choices: events, note } = useEvents()
  const values = useValues(by === BY_EVENT ? '$pathname' : by, '', '')
  const named = by === BY_EVENT ? events.filter(({ value }) => !PAGES.has(value)) : []
  return (
    <Picker
      {...rest}
      choices={[...values.map((value) => ({ value, label: value })), ...named]}
      note={note}
      clearLabel={words.path.clear}
      free
    />
  )
}
