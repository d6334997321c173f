/** How the line is, what to show of it, and a stop button. */
import { Button } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import { PauseSign, PlaySign, TrashSign } from '../../shell/icons.tsx'
import style from './bar.module.css'
import type { LineState } from './connection.ts'
import { FilterInput } from './filter-input.tsx'
import { LineSign } from './line-sign.tsx'
import type { LiveFilter } from './list.ts'

interface Props {
  state: LineState
  paused: boolean
  filter: LiveFilter
  onFilter: (filter: LiveFilter) => void
  onAct: (kind: 'pause' | 'resume' | 'clear') => void
}

export function LiveBar({ state, paused, filter, onFilter, onAct }: Props) {
  const { words } = useLanguage()
  const { live } = words
  return (
    <div className={style['bar']}>
      <LineSign state={paused && state === 'open' ? 'paused' : state} />
      <FilterInput
        label={live.filterEvent}
        hint={live.filterEventHint}
        value={filter.event}
        maxLength={200}
        onChange={(event) => onFilter({ ...filter, event })}
      />
      <FilterInput
        label={live.filterPerson}
        hint={live.filterPersonHint}
        value={filter.person}
        maxLength={256}
        onChange={(person) => onFilter({ ...filter, person })}
      />
      <div className={style['acts']}>
        <Button
          variant={paused ? 'filled' : 'default'}
          leftSection={paused ? <PlaySign size={16} /> : <PauseSign size={16} />}
          onClick={() => onAct(paused ? 'resume' : 'pause')}
        >
          {paused ? live.resume : live.pause}
        </Button>
        <Button variant="default" leftSection={<TrashSign size={16} />} onClick={() => onAct('clear')}>
          {live.clear}
        </Button>
      </div>
    </div>
  )
}
