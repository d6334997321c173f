/** The verbs of the smallest tracker: what cannot be serialised is refused whole, a function is left out. */
import { MAX_EVENT_BYTES, MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import type { CoreVerbs } from '../core-verbs.ts'
import type { EventOptions, OutgoingEvent } from '../event.ts'
import { type Identity, idOf } from '../identity.ts'
import type { Platform } from '../platform.ts'
import type { LossReason, Reporter } from '../report.ts'
import { bytesOf } from '../row.ts'

export interface SmallVerbsNeeds extends Pick<Platform, 'now' | 'place'> {
  visitor: Identity
  sessionAt: (now: number) => string
  makeId: (now: number) => string
  report: Reporter
  /** Takes an event's JSON. */
  add: (text: string) => void
}

/** The body around the event needs room as well. */
const MOST_BYTES = MAX_EVENT_BYTES - 1024

export function createSmallVerbs(needs: SmallVerbsNeeds): Omit<CoreVerbs, 'reset'> {
  const { now, place, visitor, sessionAt, makeId, report, add } = needs
  const lose = (reason: LossReason): void => report({ kind: 'dropped', reason, count: 1 })

  /** The JSON of an event; `names` are told of what JSON leaves out. */
  const write = (event: object, at: number, options: EventOptions, names: string[]): string =>
    JSON.stringify(
      {
        ...event,
        messageId: makeId(at),
        anonymousId: visitor.anonymousId(),
        userId: visitor.userId(),
        timestamp: new Date(Number(options.timestamp) || at),
        context: { sessionId: sessionAt(at), ...place(), ...options.context },
      },
      (name, value: unknown) => {
        if (typeof value === 'function' || typeof value === 'symbol') names.push(name)
        return value
      },
    )
  /** `bags` are merged, later ones win. */
  const capture = (
    type: OutgoingEvent['type'],
    event: string | undefined,
    options: unknown,
    ...bags: unknown[]
  ): void => {
    const names: string[] = []
    try {
      // The letters of a text are not properties.
      const properties: object = Object.assign({}, ...bags.filter((bag) => typeof bag === 'object'))
      const said = type === 'identify' ? { type, traits: properties } : { type, event, properties }
      const text = write(said, now(), Object(options) as EventOptions, names)
      if (bytesOf(text) > MOST_BYTES) return lose('event_too_large')
      add(text)
      if (names.length > 0) report({ kind: 'trimmed', event: event || type, names })
    } catch {
      // A cycle, a BigInt, a getter that throws.
      lose('unserialisable')
    }
  }
  return {
    track(name, properties, options) {
      const event = typeof name === 'string' ? name.slice(0, MAX_NAME_LENGTH) : ''
      if (!event) return lose('invalid_name')
      if (event !== name) report({ kind: 'trimmed', event, names: ['event'] })
      capture('track', event, options, properties)
    },
    page(name, properties, options) {
      capture('page', undefined, options, typeof name === 'string' ? { name } : name, properties)
    },
    identify(user, traits) {
      const id = idOf(user)
      if (!id) return lose('invalid_id')
      visitor.signIn(id)
      capture('identify', undefined, undefined, traits)
    },
  }
}
