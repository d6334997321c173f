/** The debugged events, one row each, with what is wrong; a row opens its details. */
import type { DebugEvent } from '@firefly/protocol/debug'
import { memo } from 'react'
import { useLanguage } from '../../language/language.tsx'
import { eventName } from '../../question/catalogue.ts'
import list from '../live/table.module.css'
import style from './table.module.css'
import { Verdict } from './verdict.tsx'
import { Why } from './why.tsx'

interface Props {
  rows: readonly DebugEvent[]
  onOpen: (event: DebugEvent) => void
}

export function DebugTable({ rows, onOpen }: Props) {
  const { words } = useLanguage()
  const { columns } = words.debug
  if (rows.length === 0)
    return (
      <div className={list['empty']} role="status">
        <p>{words.debug.noMatch}</p>
      </div>
    )
  return (
    <div className={list['frame']}>
      <table className={`${list['table']} ${style['table']}`}>
        <thead>
          <tr>
            <th scope="col">{columns.time}</th>
            <th scope="col">{columns.event}</th>
            <th scope="col">{columns.verdict}</th>
            <th scope="col">{columns.why}</th>
            <th scope="col">{columns.person}</th>
            <th scope="col">{columns.dialect}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((event) => (
            <Row key={event.id} event={event} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  event: DebugEvent
  onOpen: (event: DebugEvent) => void
}

const Row = memo(({ event, onOpen }: RowProps) => {
  const { words, format } = useLanguage()
  const unnamed = event.verdict === 'refused' ? words.debug.nothingRead : words.debug.unnamed
  const name = event.event === '' ? unnamed : eventName(event.event, words)
  return (
    <tr className={list['row']}>
      <td className={list['time']}>
        <time dateTime={event.receivedAt}>{format.clock(new Date(event.receivedAt))}</time>
      </td>
      <td className={list['event']}>
        <button type="button" onClick={() => onOpen(event)} aria-haspopup="dialog">
          {name}
        </button>
      </td>
      <td>
        <Verdict event={event} />
      </td>
      <td className={style['why']}>
        <Why event={event} />
      </td>
      <td className={`${list['person']} ${style['who']}`} title={event.distinctId}>
        {event.distinctId}
      </td>
      <td className={list['from']}>{event.dialect}</td>
    </tr>
  )
})
