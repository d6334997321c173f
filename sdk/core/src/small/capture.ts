/** Makes an event into a row, in the fewest bytes of code: what cannot be serialised is refused whole, a function is left out. */
import { MAX_EVENT_BYTES } from '@firefly/protocol/limits'
import { byteLength } from '../encode.ts'
import type { EventOptions } from '../event.ts'
import type { Context } from '../context.ts'
import type { Said } from '../compose.ts'
import type { Identity } from '../identity.ts'
import type { Platform } from '../platform.ts'
import type { Reporter } from '../report.ts'
import { type Row, rowOf } from '../row.ts'

export interface CaptureNeeds {
  platform: Platform
  identity: Identity
  sessionAt: (now: number) => string
  makeId: (now: number) => string
  report: Reporter
  add: (row: Row) => void
}

/** The body around the event needs room as well. */
const MOST_BYTES = MAX_EVENT_BYTES - 1024

/** `say` may read what a page has handed over: what it throws costs this event alone. */
export type Capture = (say: () => Said, options?: EventOptions) => void

export function createCapture({ platform, identity, sessionAt, makeId, report, add }: CaptureNeeds): Capture {
  const base = JSON.stringify({ ...platform.context, consent: 'not_required' })
  let place: Context | undefined
  let surroundings: Context = {}
  let json = ''

  const around = (sessionId: string): void => {
    const here = platform.place()
    if (here === place && sessionId === surroundings.sessionId) return
    place = here
    surroundings = { sessionId, ...here }
    json = JSON.stringify(surroundings)
  }
  return (say, options) => {
    try {
      const { type, ...said } = say()
      const now = platform.now()
      const messageId = makeId(now)
      const { timestamp, context } = Object(options) as EventOptions
      const at = Number(timestamp ?? now)
      around(sessionAt(now))
      const names: string[] = []
      const text = JSON.stringify(
        {
          type,
          messageId,
          anonymousId: identity.anonymousId(),
          userId: identity.userId(),
          timestamp: new Date(Number.isNaN(at) ? now : at),
          ...said,
        },
        (name, value: unknown) => {
          if (typeof value === 'function' || typeof value === 'symbol') names.push(name)
          return value
        },
      )
      const own = context ? JSON.stringify({ ...surroundings, ...context }) : json
      const bytes = byteLength(text) + byteLength(own)
      if (bytes > MOST_BYTES) return report({ kind: 'dropped', reason: 'event_too_large', count: 1 })
      if (names.length > 0) report({ kind: 'trimmed', event: said.event || type, names })
      add(rowOf(messageId, text, base, own, bytes))
    } catch {
      // A cycle, a BigInt, a getter that throws.
      report({ kind: 'dropped', reason: 'unserialisable', count: 1 })
    }
  }
}
