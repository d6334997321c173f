/** What is wrong with one event: why it was not accepted, and each departure from the plan. */
import type { DebugEvent } from '@firefly/protocol/debug'
import type { Violation } from '@firefly/protocol/plan/violations'
import type { Dictionary } from '../../language/en.ts'
import { useLanguage } from '../../language/language.tsx'
import style from './table.module.css'

export function Why({ event }: { event: DebugEvent }) {
  const { words } = useLanguage()
  const reason = reasonOf(event, words)
  if (reason === undefined && event.violations.length === 0) return null
  return (
    <ul>
      {reason !== undefined && <li className={style['wrong']}>{reason}</li>}
      {event.violations.map((violation) => (
        <li key={`${violation.code} ${violation.property}`} className={style['departs']}>
          <Departure violation={violation} />
        </li>
      ))}
    </ul>
  )
}

function Departure({ violation: { code, property } }: { violation: Violation }) {
  const text = useLanguage().words.debug.violations[code]
  return property === undefined ? (
    text
  ) : (
    <>
      <b>{property}</b> {text}
    </>
  )
}

/** The server's own words, which name the field; of what a project does not want, ours. */
function reasonOf({ code, message }: DebugEvent, { debug }: Dictionary): string | undefined {
  const unwanted = Object.entries(debug.unwanted).find(([reason]) => reason === code)?.[1]
  return message ?? unwanted ?? code
}
