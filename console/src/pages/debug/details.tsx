/** One debugged event in full, in a drawer: its values with their types, and those that depart from the plan marked. */
import type { DebugEvent } from '@firefly/protocol/debug'
import { Drawer } from '@mantine/core'
import { useLanguage } from '../../language/language.tsx'
import { eventName } from '../../question/catalogue.ts'
import list from '../live/details.module.css'
import style from './table.module.css'
import { Verdict } from './verdict.tsx'
import { Why } from './why.tsx'

interface Props {
  event: DebugEvent | undefined
  onClose: () => void
}

export function DebugDetails({ event, onClose }: Props) {
  const { words } = useLanguage()
  return (
    <Drawer
      opened={event !== undefined}
      onClose={onClose}
      position="right"
      size="32rem"
      title={event?.event ? eventName(event.event, words) : words.live.details}
      closeButtonProps={{ 'aria-label': words.live.close }}
      classNames={{ title: list['title'] ?? '' }}
    >
      {event && <Facts event={event} />}
    </Drawer>
  )
}

function Facts({ event }: { event: DebugEvent }) {
  const { words, format } = useLanguage()
  const { debug, live } = words
  const isStored = event.verdict === 'accepted' && !event.dryRun
  const facts: [string, string][] = [
    [live.columns.event, event.event],
    [debug.reason, event.code ?? ''],
    [debug.field, event.field ?? ''],
    [debug.place, event.index === undefined ? '' : format.number(event.index)],
    [live.columns.time, event.timestamp],
    [live.received, format.moment(new Date(event.receivedAt))],
    [live.columns.person, event.distinctId],
    [live.platform, event.platform],
    [debug.columns.dialect, event.dialect],
    [live.message, event.messageId],
  ]
  return (
    <>
      <div className={style['about']}>
        <Verdict event={event} /> · {isStored ? debug.stored : debug.notStored}
        <Why event={event} />
      </div>
      <dl className={list['list']}>
        {facts
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <h3 className={list['heading']}>{live.properties}</h3>
      <Values event={event} />
    </>
  )
}

/** As JSON, so that a number can be told from its text. */
function Values({ event: { properties, violations } }: { event: DebugEvent }) {
  const { live } = useLanguage().words
  const departing = new Set(violations.map(({ property }) => property))
  const entries = Object.entries(properties)
  if (entries.length === 0) return <p className={list['none']}>{live.noProperties}</p>
  return (
    <dl className={list['list']}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={style['value']}>
            <span className={departing.has(name) ? style['hit'] : undefined}>{JSON.stringify(value)}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
