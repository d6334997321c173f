/** The events, one row each; a row opens its details. */
import type { LiveEvent } from '@firefly/protocol/live'
import { Button } from '@mantine/core'
import { memo } from 'react'
import { useLanguage } from '../../language/language.tsx'
import { eventName } from '../../question/catalogue.ts'
import type { LiveRow } from './list.ts'
import style from './table.module.css'

interface Props {
  rows: readonly LiveRow[]
  onOpen: (event: LiveEvent) => void
  onClear: () => void
}

export function LiveTable({ rows, onOpen, onClear }: Props) {
  const { words } = useLanguage()
  const { columns } = words.live
  if (rows.length === 0)
    return (
      <div className={style['empty']} role="status">
        <p>{words.live.noMatch}</p>
        <Button variant="default" onClick={onClear}>
          {words.live.clearFilter}
        </Button>
      </div>
    )
  return (
    <div className={style['frame']}>
      <table className={style['table']}>
        <thead>
          <tr>
            <th scope="col">{columns.time}</th>
            <th scope="col">{columns.event}</th>
            <th scope="col">{columns.person}</th>
            <th scope="col">{columns.page}</th>
            <th scope="col">{columns.device}</th>
            <th scope="col">{columns.from}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ place, event }) => (
            <Row key={place} event={event} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  event: LiveEvent
  onOpen: (event: LiveEvent) => void
}

/** Drawn once: a new event must not draw five hundred old ones again. */
const Row = memo(({ event, onOpen }: RowProps) => {
  const { words, format } = useLanguage()
  const name = eventName(event.event, words)
  const device = [event.browser, event.os].filter(Boolean).join(' · ')
  return (
    <tr className={style['row']}>
      <td className={style['time']}>
        <time dateTime={event.time}>{format.clock(new Date(event.time))}</time>
      </td>
      <td className={style['event']}>
        <button type="button" onClick={() => onOpen(event)} aria-haspopup="dialog">
          {name}
          {/* Whoever writes the code looks for the name that was sent. */}
          {name !== event.event && <small>{event.event}</small>}
        </button>
      </td>
      <td className={style['person']} title={event.distinctId}>
        {event.distinctId}
      </td>
      <td className={style['page']} title={event.pathname}>
        {event.pathname}
      </td>
      <td className={style['device']}>{device || event.platform}</td>
      <td className={style['from']}>{event.country}</td>
    </tr>
  )
})
