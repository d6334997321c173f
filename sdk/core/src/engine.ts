/** Puts the parts together behind one door, `capture`, and follows consent and the life of the page. */
import { join } from './batch.ts'
import { createComposer, type Said } from './compose.ts'
import { type Consent, consentOf, gateState, keepConsent } from './consent.ts'
import { createCourier } from './courier.ts'
import type { EventOptions } from './event.ts'
import { createIdentity, type Identity } from './identity.ts'
import { createJournal } from './journal.ts'
import { createLosses } from './losses.ts'
import { messageId } from './message-id.ts'
import { faultOf, settingsOf, type TrackerOptions } from './options.ts'
import type { Platform, State } from './platform.ts'
import { createQueue } from './queue.ts'
import { createRegistered, type Registered } from './registered.ts'
import { createReporter, type LossReason, type Reporter } from './report.ts'
import { createSessions } from './session.ts'
import { createSurroundings, type Surroundings } from './surroundings.ts'

export interface Engine {
  readonly identity: Identity
  readonly registered: Registered
  readonly surroundings: Surroundings
  readonly state: State
  readonly report: Reporter
  capture(said: Said, options?: EventOptions): void
  /** An event that never came to be. */
  lose(reason: LossReason, message: string): void
  sessionId(): string
  flush(): Promise<void>
  consent(): Consent
  optIn(): void
  optOut(): void
  /** A new device id, session and nothing registered. */
  reset(): void
  /** Listeners run before the last events are sent. */
  readonly leaving: Set<(gone: boolean) => void>
  readonly returning: Set<(left: boolean) => void>
  stop(): void
}

export function createEngine(platform: Platform, options: TrackerOptions): Engine {
  const fault = faultOf(options)
  if (fault) platform.warn(`not collecting: ${fault}`)
  const settings = settingsOf(fault ? { ...options, writeKey: '', host: '' } : options)
  const state = gateState(platform.state)
  const losses = createLosses(state)
  const tell = createReporter(options, platform.warn)
  const report: Reporter = (told) => {
    if (told.kind === 'dropped') losses.add(told.reason, told.count)
    tell(told)
  }
  const failed = (where: string) => (error: unknown) => report({ kind: 'failed', where, error })
  const makeId = (now: number): string => messageId(now, platform.random(16))
  const newId = (): string => makeId(platform.now())

  const identity = createIdentity(state, newId)
  const registered = createRegistered(state, failed('register'))
  const sessions = createSessions(state, makeId)
  const surroundings = createSurroundings()
  surroundings.add(() => platform.place())

  let consent: Consent = fault
    ? 'denied'
    : consentOf(platform.state, {
        consent: options.consent,
        refused: platform.refusesTracking && options.honourPrivacyControl === true,
      })
  const told = options.consent === 'required' ? 'opted_in' : 'not_required'
  const compose = createComposer({
    identity,
    surroundings,
    sessionAt: (now) => sessions.touch(now),
    base: join(JSON.stringify(platform.context), JSON.stringify({ consent: told })),
    makeId,
    now: () => platform.now(),
    beforeSend: options.beforeSend,
  })
  const journal = createJournal({
    openStore: () => platform.openStore(),
    state,
    ownership: platform.ownership,
    makeOwner: newId,
    onFailure: failed('storage'),
  })
  const courier = createCourier({
    queue: createQueue(settings),
    journal,
    platform,
    random: () => (platform.random(1)[0] ?? 0) / 256,
    report,
    options: settings,
    onDelivered: () => {
      const lost = losses.take()
      if (lost) capture({ type: 'track', event: '$dropped', properties: lost })
    },
  })
  const lose = (reason: LossReason, message: string): void =>
    report({ kind: 'dropped', reason, count: 1, message })
  const capture = (said: Said, eventOptions?: EventOptions): void => {
    if (consent === 'denied') return
    const composed = compose(said, eventOptions)
    if (!composed) return
    if ('reason' in composed) lose(composed.reason, composed.message)
    else courier.add(composed)
  }
  const begin = (): void => {
    state.open()
    courier.start()
  }
  const reset = (): void => {
    identity.reset()
    sessions.forget()
    registered.reset()
  }
  const run = <Fact>(listeners: Iterable<(fact: Fact) => void>, fact: Fact): void => {
    for (const listener of listeners) listener(fact)
  }
  const leaving = new Set<(gone: boolean) => void>()
  const returning = new Set<(left: boolean) => void>()
  const undo = [
    platform.onLeave((gone) => {
      run(leaving, gone)
      courier.leave(gone)
    }),
    platform.onReturn((left) => {
      identity.refresh()
      registered.refresh()
      courier.back(left)
      run(returning, left)
    }),
  ]
  if (consent === 'granted') begin()

  return {
    identity,
    registered,
    surroundings,
    state,
    report,
    capture,
    lose,
    sessionId: () => sessions.touch(platform.now()),
    flush: () => courier.flush(),
    consent: () => consent,
    optIn() {
      if (fault || consent === 'granted') return
      keepConsent(platform.state, 'granted')
      consent = 'granted'
      begin()
    },
    optOut() {
      if (fault) return
      courier.discard()
      consent = 'denied'
      state.close()
      reset()
      keepConsent(platform.state, 'denied')
    },
    reset,
    leaving,
    returning,
    stop() {
      for (const each of undo) each()
      courier.stop()
    },
  }
}
