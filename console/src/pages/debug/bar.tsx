/** How the line is, and which of the events are shown. */
import { Button } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import { FilterSign, TrashSign } from '../../shell/icons.tsx'
import style from '../live/bar.module.css'
import type { LineState } from '../live/connection.ts'
import { FilterInput } from '../live/filter-input.tsx'
import { LineSign } from '../live/line-sign.tsx'
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
      <LineSign state={state} />
      <FilterInput
        label={live.filterPerson}
        hint={live.filterPersonHint}
        value={filter.person}
        maxLength={256}
        onChange={(person) => onFilter({ ...filter, person })}
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
