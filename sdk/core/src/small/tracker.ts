/** The smallest tracker: `track`, `page`, `identify` and `reset` over a durable queue, for pages that count every byte. */
import type { CoreVerbs } from '../core-verbs.ts'
import type { Extension, ExtensionHost } from '../extension.ts'
import { guardWith } from '../guard.ts'
import { createIdentity } from '../identity.ts'
import { messageId } from '../message-id.ts'
import { type Address, faultOf, type Tuning } from '../options.ts'
import type { Platform, State } from '../platform.ts'
import { createReporter, type Hooks } from '../report.ts'
import { createSessions } from '../session.ts'
import type { Controls } from '../tracker.ts'
import type { AnyEvents } from '../typed-events.ts'
import { createSmallCourier } from './courier.ts'
import { createSmallVerbs } from './verbs.ts'

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

/** Starts collecting. Never throws: with options that cannot work it says so on the console and stays silent. */
export function createSmallTracker<Events extends object = AnyEvents>(
  platform: SmallPlatform,
  options: SmallOptions,
): SmallTracker<Events> {
  const { now, state } = platform
  const unknown = unfit(options)
  const fault = unknown ? `${unknown}: expected startTracker` : faultOf(options)
  if (fault) platform.warn(fault)

  const { report, takeLosses } = createReporter(state, options.onEvent)
  const guard = guardWith(report, 'tracker')
  const makeId = (at: number): string => messageId(at, platform.random)
  const newId = (): string => makeId(now())
  const visitor = createIdentity(state, newId)
  const sessions = createSessions(state, makeId)
  const courier = createSmallCourier({
    ...platform,
    options,
    report,
    makeOwner: newId,
    shared: () => ({ ...platform.context, ...platform.late?.(), consent: 'not_required' }),
    onDelivered() {
      const lost = takeLosses()
      if (lost) tracker.track('$dropped', lost)
    },
  })
  const tracker: SmallTracker = {
    ...createSmallVerbs({
      ...platform,
      visitor,
      sessionAt: sessions.touch,
      makeId,
      report,
      add: fault ? () => undefined : courier.add,
    }),
    reset() {
      visitor.reset()
      sessions.endSession()
    },
    flush: courier.flush,
    anonymousId: visitor.anonymousId,
    userId: visitor.userId,
    sessionId: () => sessions.touch(now()),
    stop() {
      undos.forEach((undo) => undo?.())
    },
  }
  const undos: ((() => void) | undefined)[] = []
  const host: SmallHost = {
    ...tracker,
    place: platform.place,
    now,
    onLeave: (run) => platform.onLeave(guard(run)),
    onReturn: (run) => platform.onReturn(guard(run)),
    guard,
  }
  if (fault) return tracker
  undos.push(
    host.onReturn(() => {
      visitor.refresh()
      courier.back()
    }),
  )
  for (const { setup } of options.extensions || []) undos.push(guard(setup)(host))
  // After the extensions, for they have the last word.
  undos.push(host.onLeave(courier.leave), courier.stop)
  courier.start()
  return tracker
}
