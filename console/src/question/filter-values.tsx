/** What a property is compared with: one value, two bounds or a list, with values that were seen on offer. */
import { Autocomplete, TagsInput, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useLanguage } from '../language/language.tsx'
import { useValues } from './catalogue.ts'
import { type FilterDraft, wantedBy } from './filters.ts'
import { fieldOf, useProblem } from './problems.tsx'

interface Props {
  filter: FilterDraft
  path: string
  /** Only values seen on this event; empty for all. */
  event: string
  onChange: (values: string[]) => void
}

export function FilterValues(props: Props) {
  const wanted = wantedBy(props.filter.operator)
  if (wanted === 'bounds') return <Bounds {...props} />
  return wanted === 'list' ? <List {...props} /> : <One {...props} />
}

const PAUSE_MS = 250

function One({ filter, path, event, onChange }: Props) {
  const { words } = useLanguage()
  const [value = ''] = filter.values
  const [search] = useDebouncedValue(value, PAUSE_MS)
  const offered = useValues(filter.property, event, search)
  const problem = useProblem(path, true)
  return (
    <Autocomplete
      aria-label={words.question.value}
      placeholder={words.question.value}
      value={value}
      onChange={(text) => onChange([text])}
      data={offered}
      maxLength={1_000}
      {...fieldOf(problem)}
    />
  )
}

function List({ filter, path, event, onChange }: Props) {
  const { words } = useLanguage()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, PAUSE_MS)
  const offered = useValues(filter.property, event, search)
  const problem = useProblem(path, true)
  return (
    <TagsInput
      aria-label={words.question.values}
      placeholder={words.question.addValue}
      value={filter.values}
      onChange={onChange}
      searchValue={typed}
      onSearchChange={setTyped}
      data={offered}
      maxTags={1_000}
      acceptValueOnBlur
      {...fieldOf(problem)}
    />
  )
}

function Bounds({ filter, path, onChange }: Props) {
  const { words } = useLanguage()
  const problem = useProblem(path, true)
  const [lower = '', upper = ''] = filter.values
  const field = (label: string, value: string, change: (text: string) => void) => (
    <TextInput
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      maxLength={1_000}
      {...fieldOf(problem)}
    />
  )
  return (
    <>
      {field(words.question.lower, lower, (text) => onChange([text, upper]))}
      {field(words.question.upper, upper, (text) => onChange([lower, text]))}
    </>
  )
}
