/** The smallest tracker: `track`, `page`, `identify` and `reset` over a durable queue, for pages that count every byte. */
import { MAX_EVENT_BYTES, MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import type { CoreVerbs } from '../core-verbs.ts'
import type { EventOptions, OutgoingEvent } from '../event.ts'
import type { Extension, ExtensionHost } from '../extension.ts'
import { guardWith } from '../guard.ts'
import { idOf } from '../identity.ts'
import { messageId } from '../message-id.ts'
import { type Address, faultOf, type Tuning } from '../options.ts'
import type { Platform, State } from '../platform.ts'
import { createReporter, type Hooks, type LossReason } from '../report.ts'
import { bytesOf } from '../row.ts'
import type { Controls } from '../tracker.ts'
import type { AnyEvents } from '../typed-events.ts'
import { createSmallCourier } from './courier.ts'
import { createSmallIdentity } from './identity.ts'
import { createSmallSessions } from './session.ts'

/** What of `ExtensionHost` the smallest tracker gives. */
export type SmallHost = Pick<
  ExtensionHost,
  'track' | 'page' | 'place' | 'now' | 'sessionId' | 'onLeave' | 'onReturn' | 'guard'
>
export type SmallExtension = Extension<SmallHost>

/** What of a platform it needs. */
export type SmallPlatform = Omit<Platform, 'shelf' | 'refusesTracking'> & { readonly spillway: State }

export interface SmallOptions extends Address, Pick<Hooks, 'onEvent'>, Partial<Tuning> {
  extensions?: readonly SmallExtension[] | undefined
}

export interface SmallTracker<Events extends object = AnyEvents>
  extends CoreVerbs<Events>,
    Pick<Controls, 'flush' | 'anonymousId' | 'userId' | 'sessionId'> {
  /** Undoes the extensions and stops sending; unsent events wait for the next visit. */
  stop: () => void
}

/** What keeps events from being sent must not be passed over by a build that does not know it. */
const unfit = (options: object): string | undefined =>
  Object.keys(options).find((name) => /^(consent|honourP|beforeS|debug|clean)/.test(name))

/** The body around the event needs room as well. */
const MOST_BYTES = MAX_EVENT_BYTES - 1024

/** Starts collecting. Never throws: with options that cannot work it says so on the console and stays silent. */
export function createSmallTracker<Events extends object = AnyEvents>(
  platform: SmallPlatform,
  options: SmallOptions,
): SmallTracker<Events> {
  const { now, state, place, warn, random } = platform
  const unknown = unfit(options)
  const fault = unknown ? `${unknown}: expected startTracker` : faultOf(options)
  const { report, takeLosses } = createReporter(state, options.onEvent)
  const guard = guardWith(report, 'tracker')
  const makeId = (at = now()): string => messageId(at, random)
  const { anonymousId, userId, signIn, refresh, reset } = createSmallIdentity(state, makeId)
  const { touch, endSession } = createSmallSessions(state, makeId)
  const lose = (reason: LossReason): void => report({ kind: 'dropped', reason, count: 1 })
  const courier = createSmallCourier({
    ...platform,
    options,
    report,
    makeOwner: makeId,
    onDelivered() {
      const lost = takeLosses()
      if (lost) tracker.track('$dropped', lost)
    },
  })
  /** What cannot be serialised is refused whole, a function is left out. `bags` are merged, later ones win. */
  const tell = (
    type: OutgoingEvent['type'],
    event: string | undefined,
    given: unknown,
    ...bags: unknown[]
  ): void => {
    const names: string[] = []
    if (fault) return
    try {
      const at = now()
      const { timestamp, context } = Object(given) as EventOptions
      const text = JSON.stringify(
        {
          type,
          event,
          // The letters of a text are not properties.
          [type === 'identify' ? 'traits' : 'properties']: Object.assign(
            {},
            ...bags.filter((bag) => typeof bag === 'object'),
          ) as object,
          messageId: makeId(at),
          anonymousId: anonymousId(),
          userId: userId(),
          timestamp: new Date(Number(timestamp) || at),
          context: { sessionId: touch(at), ...place(), ...context },
        },
        (name, value: unknown) => {
          // JSON leaves functions and symbols out.
          if (/^f|^sy/.test(typeof value)) names.push(name)
          return value
        },
      )
      if (bytesOf(text) > MOST_BYTES) return lose('event_too_large')
      courier.add(text)
      if (names[0]) report({ kind: 'trimmed', event: event || type, names })
    } catch {
      lose('unserialisable')
    }
  }
  let undos: ((() => void) | undefined)[] = []
  const tracker: SmallTracker = {
    track(name, properties, given) {
      const event = typeof name === 'string' ? name.slice(0, MAX_NAME_LENGTH) : ''
      if (!event) return lose('invalid_name')
      if (event !== name) report({ kind: 'trimmed', event, names: ['event'] })
      tell('track', event, given, properties)
    },
    page(name, properties, given) {
      tell('page', undefined, given, typeof name === 'string' ? { name } : name, properties)
    },
    identify(user, traits) {
      const id = idOf(user)
      if (!id) return lose('invalid_id')
      signIn(id)
      tell('identify', undefined, undefined, traits)
    },
    reset() {
      reset()
      endSession()
    },
    flush: courier.flush,
    anonymousId,
    userId,
    sessionId: () => touch(now()),
    stop() {
      undos.forEach((undo) => undo?.())
    },
  }
  const host: SmallHost = {
    ...tracker,
    place,
    now,
    onLeave: (run) => platform.onLeave(guard(run)),
    onReturn: (run) => platform.onReturn(guard(run)),
    guard,
  }
  if (fault) {
    warn(fault)
    return tracker
  }
  undos = [
    host.onReturn(() => {
      refresh()
      courier.back()
    }),
    ...(options.extensions || []).map(({ setup }) => guard(setup)(host)),
    // After the extensions, for they have the last word.
    host.onLeave(courier.leave),
    courier.stop,
  ]
  courier.start()
  return tracker
}
