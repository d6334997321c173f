/** How the line is, and which of the events are shown. */
import { Button, TextInput } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import { FilterSign, TrashSign } from '../../shell/icons.tsx'
import style from '../live/bar.module.css'
import type { LineState } from '../live/connection.ts'
import type { DebugFilter } from './list.ts'

interface Props {
  state: LineState
  filter: DebugFilter
  problems: number
  onFilter: (filter: DebugFilter) => void
  onClear: () => void
}

export function DebugBar({ state, filter, problems, onFilter, onClear }: Props) {
  const { words, format } = useLanguage()
  const { debug, live } = words
  return (
    <div className={style['bar']}>
      <p className={style['state']} data-state={state} role="status">
        <i aria-hidden="true" />
        {live[state]}
      </p>
      <TextInput
        aria-label={live.filterPerson}
        placeholder={`${live.filterPerson}: ${live.filterPersonHint}`}
        value={filter.person}
        onChange={({ currentTarget }) => onFilter({ ...filter, person: currentTarget.value })}
        maxLength={256}
      />
      <Button
        variant={filter.onlyProblems ? 'filled' : 'default'}
        aria-pressed={filter.onlyProblems}
        leftSection={<FilterSign size={16} />}
        onClick={() => onFilter({ ...filter, onlyProblems: !filter.onlyProblems })}
      >
        {problems > 0 ? debug.problemsOf(format.number(problems)) : debug.problems}
      </Button>
      <div className={style['acts']}>
        <Button variant="default" leftSection={<TrashSign size={16} />} onClick={onClear}>
          {live.clear}
        </Button>
      </div>
    </div>
  )
}
