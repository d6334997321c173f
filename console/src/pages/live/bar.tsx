/** How the line is, what to show of it, and a stop button. */
import { Button, TextInput } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import { PauseSign, PlaySign, TrashSign } from '../../shell/icons.tsx'
import style from './bar.module.css'
import type { LineState } from './connection.ts'
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
      <p className={style['state']} data-state={paused && state === 'open' ? 'paused' : state} role="status">
        <i aria-hidden="true" />
        {paused && state === 'open' ? live.paused : live[state]}
      </p>
      <TextInput
        aria-label={live.filterEvent}
        placeholder={`${live.filterEvent}: ${live.filterEventHint}`}
        value={filter.event}
        onChange={({ currentTarget }) => onFilter({ ...filter, event: currentTarget.value })}
        maxLength={200}
      />
      <TextInput
        aria-label={live.filterPerson}
        placeholder={`${live.filterPerson}: ${live.filterPersonHint}`}
        value={filter.person}
        onChange={({ currentTarget }) => onFilter({ ...filter, person: currentTarget.value })}
        maxLength={256}
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
