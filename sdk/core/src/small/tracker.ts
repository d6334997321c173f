/** The smallest tracker: `track`, `page`, `identify` and `reset` over a durable queue, for pages that count every byte. */
import type { CoreVerbs } from '../core-verbs.ts'
import { createCourier } from '../courier.ts'
import type { Controls } from '../engine.ts'
import type { Extension, ExtensionHost } from '../extension.ts'
import { guardWith } from '../guard.ts'
import { createIdentity } from '../identity.ts'
import { listen } from '../listeners.ts'
import { createLosses } from '../losses.ts'
import { messageId } from '../message-id.ts'
import { type Address, faultOf, settingsOf, type TrackerOptions, type Tuning } from '../options.ts'
import type { Platform } from '../platform.ts'
import { createReporter, type Hooks } from '../report.ts'
import { createSessions } from '../session.ts'
import type { AnyEvents } from '../typed-events.ts'
import { createCapture } from './capture.ts'
import { createSmallJournal } from './journal.ts'
import { createSmallVerbs } from './verbs.ts'

/** What of `ExtensionHost` the smallest tracker gives. */
export type SmallHost = Pick<
  ExtensionHost,
  'track' | 'page' | 'place' | 'now' | 'sessionId' | 'onLeave' | 'onReturn' | 'guard'
>
export type SmallExtension = Extension<SmallHost>

export interface SmallOptions extends Address, Pick<Hooks, 'onEvent' | 'debug'>, Partial<Tuning> {
  extensions?: readonly SmallExtension[] | undefined
}

export interface SmallTracker<Events extends object = AnyEvents>
  extends CoreVerbs<Events>,
    Pick<Controls, 'flush' | 'anonymousId' | 'userId' | 'sessionId'> {
  /** Undoes the extensions and stops sending; unsent events wait for the next visit. */
  stop: () => void
}

/** All that waits is one text, written anew with every change: it has to stay short. */
const TUNING = { maxQueueEvents: 1_000, maxQueueBytes: 1_000_000 }

/** What keeps events from being sent must not be passed over by a build that does not know it. */
const isUnfit = ({ consent, honourPrivacyControl, beforeSend }: Partial<TrackerOptions>): unknown =>
  consent === 'required' || honourPrivacyControl || beforeSend

/** Starts collecting. Never throws: with options that cannot work it says so on the console and stays silent. */
export function createSmallTracker<Events extends object = AnyEvents>(
  platform: Platform,
  given: SmallOptions,
): SmallTracker<Events> {
  const { now, state } = platform
  const options = Object(given) as SmallOptions
  const settings = settingsOf({ ...TUNING, ...options })
  const fault = faultOf(options) || (isUnfit(options) ? 'consent, beforeSend: expected startTracker' : '')
  if (fault) platform.warn(fault)

  const losses = createLosses(state)
  const report = createReporter({ onEvent: options.onEvent }, losses.add)
  const makeId = (at: number): string => messageId(at, platform.random(16))
  const newId = (): string => makeId(now())
  const identity = createIdentity(state, newId)
  const sessions = createSessions(state, makeId)
  const courier = createCourier({
    platform,
    settings,
    journal: createSmallJournal(platform, newId),
    send: (body, leaving) =>
      platform.send(settings.url, body, { timeoutMs: settings.requestTimeout, leaving }),
    report,
    late: () => JSON.stringify(platform.late?.() || {}),
    onDelivered() {
      const properties = losses.take()
      if (properties) capture(() => ({ type: 'track', event: '$dropped', properties }))
    },
  })
  const capture = createCapture({
    platform,
    identity,
    sessionAt: sessions.touch,
    makeId,
    report,
    add: fault ? () => undefined : courier.add,
  })
  const guard = guardWith(report, 'tracker')
  const leaving = new Set<(gone: boolean) => void>()
  const returning = new Set<(gone: boolean) => void>()
  const sessionId = (): string => sessions.touch(now())
  const undos = [
    courier.stop,
    platform.onLeave((gone) => {
      leaving.forEach((run) => run(gone))
      courier.leave(gone)
    }),
    platform.onReturn((gone) => {
      identity.refresh()
      courier.back()
      returning.forEach((run) => run(gone))
    }),
  ]
  if (!fault) courier.start()
  const tracker: SmallTracker = {
    ...createSmallVerbs(capture, identity, report),
    reset() {
      identity.reset()
      sessions.forget()
    },
    flush: courier.flush,
    anonymousId: identity.anonymousId,
    userId: identity.userId,
    sessionId,
    stop: () => undos.forEach((undo) => undo?.()),
  }
  for (const [name, verb] of Object.entries(tracker))
    Object.assign(tracker, { [name]: guard(verb as () => unknown) })
  const host: SmallHost = {
    ...tracker,
    place: platform.place,
    now,
    onLeave: (run) => listen(leaving, guard(run)),
    onReturn: (run) => listen(returning, guard(run)),
    guard,
  }
  for (const { setup } of options.extensions || []) undos.unshift(guard(setup)(host) as () => void)
  return tracker
}
