/** Puts the parts together behind one door, `capture`, and follows consent and the life of the page. */
import { createComposer, type Said } from './compose.ts'
import { type Carrier, patiently } from './carrier.ts'
import { type Consent, consentOf, gateState, keepConsent } from './consent.ts'
import { createCourier } from './courier.ts'
import type { EventOptions, Properties } from './event.ts'
import type { HandedIdentity } from './hand-over.ts'
import { createIdentity, type Identity } from './identity.ts'
import type { OpenJournal } from './journal.ts'
import { memoryState } from './memory-state.ts'
import { messageId } from './message-id.ts'
import { addressOf, faultOf, settingsOf, type TrackerOptions } from './options.ts'
import type { Answer, Platform, State } from './platform.ts'
import { createReporter, everyHook, type LossReason, type Reporter } from './report.ts'
import { createSessions } from './session.ts'
import { createSurroundings, type Surroundings } from './surroundings.ts'
import type { Bare } from './write.ts'

/** What a host may ask and decide beside saying what happened. */
export interface Controls {
  /** Sends what waits; resolves when it is sent or cannot be sent now. Never rejects. */
  flush: () => Promise<void>
  /** The user allows collecting, and what waited for that is sent. */
  optIn: () => void
  /** The user forbids collecting: everything unsent and everything stored is removed, but for this answer. */
  optOut: () => void
  consent: () => Consent
  anonymousId: () => string
  userId: () => string | undefined
  sessionId: () => string
}

export interface Engine {
  identity: Identity
  /** Asked for properties at every event; later ones win. */
  registered: Set<() => Properties | undefined>
  surroundings: Surroundings
  state: State
  report: Reporter
  capture: (said: Said, options?: EventOptions) => void
  /** An event that never came to be. */
  lose: (reason: LossReason, message?: string) => void
  controls: Controls
  revisions: Set<(event: Bare) => void>
  adopt: (identity: HandedIdentity) => void
  carry: (carrier: Carrier) => () => void
  /** A new device id, session and nothing registered. */
  reset: () => void
  /** Told before the last events are sent. */
  leaving: Set<(gone: boolean) => void>
  returning: Set<(gone: boolean) => void>
  stop: () => void
}

export function createEngine(platform: Platform, options: TrackerOptions, openJournal: OpenJournal): Engine {
  const fault = faultOf(options)
  if (fault) platform.warn(fault)
  const settings = settingsOf(options)
  const address = addressOf(settings, options)
  const state = gateState(platform.state, memoryState())
  const { report, takeLosses } = createReporter(state, everyHook(options, platform.warn))
  const makeId = (now: number): string => messageId(now, platform.random)
  const newId = (): string => makeId(platform.now())

  const identity = createIdentity(state, newId)
  const registered: Engine['registered'] = new Set()
  const sessions = createSessions(state, makeId)
  const surroundings = createSurroundings()
  surroundings.add(platform.place)

  let lateJson: string | undefined
  const late = (): string => (lateJson ??= JSON.stringify(platform.late?.() || {}))
  const revisions = new Set<(event: Bare) => void>()
  let carrier: Carrier | undefined

  const required = options.consent === 'required'
  // The browser's signal, where the site hears it, is more than the site's rule.
  const refused = platform.refusesTracking && options.honourPrivacyControl
  const rule = refused ? 'denied' : required ? 'pending' : 'granted'
  let consent: Consent = fault ? 'denied' : consentOf(platform.state, rule)
  const compose = createComposer({
    identity,
    surroundings,
    sessionAt: sessions.touch,
    base: JSON.stringify({ ...platform.context, consent: required ? 'opted_in' : 'not_required' }),
    late,
    makeId,
    now: platform.now,
    beforeSend: options.beforeSend,
    revisions,
    onTrimmed: (event, names) => report({ kind: 'trimmed', event, names }),
  })
  const send = (body: string, leaving: boolean): Promise<Answer> =>
    platform.send(address, body, { timeoutMs: settings.requestTimeout, leaving })
  const courier = createCourier({
    platform,
    settings,
    journal: openJournal(platform, newId, (error) => report({ kind: 'failed', where: 'storage', error })),
    send: (body, leaving) =>
      carrier
        ? patiently(
            carrier(body, { leaving }, (text) => send(text, leaving)),
            platform.after,
          )
        : send(body, leaving),
    report,
    late,
    onDelivered: () => {
      const properties = takeLosses()
      if (properties) capture({ type: 'track', event: '$dropped', properties })
    },
  })
  const lose: Engine['lose'] = (reason, message) => report({ kind: 'dropped', reason, count: 1, message })
  const capture = (said: Said, eventOptions?: EventOptions): void => {
    const composed = consent === 'denied' ? undefined : compose(said, eventOptions)
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
  }
  const leaving = new Set<(gone: boolean) => void>()
  const returning = new Set<(gone: boolean) => void>()
  const ignoreLeave = platform.onLeave((gone) => {
    for (const run of leaving) run(gone)
    courier.leave(gone)
  })
  const ignoreReturn = platform.onReturn((gone) => {
    identity.refresh()
    courier.back()
    for (const run of returning) run(gone)
  })
  if (consent === 'granted') begin()

  return {
    identity,
    registered,
    surroundings,
    state,
    report,
    capture,
    lose,
    controls: {
      anonymousId: identity.anonymousId,
      userId: identity.userId,
      sessionId: () => sessions.touch(platform.now()),
      flush: courier.flush,
      consent: () => consent,
      optIn() {
        if (fault || consent === 'granted') return
        keepConsent(platform.state, 'granted')
        consent = 'granted'
        begin()
      },
      optOut() {
        if (fault) return
        consent = 'denied'
        courier.discard()
        state.close()
        reset()
        keepConsent(platform.state, 'denied')
      },
    },
    revisions,
    adopt({ anonymousId, userId, sessionId }) {
      identity.adopt(anonymousId, userId)
      if (sessionId) sessions.touch(platform.now(), sessionId)
    },
    carry(run) {
      carrier = run
      return () => {
        if (carrier === run) carrier = undefined
      }
    },
    reset,
    leaving,
    returning,
    stop() {
      ignoreLeave()
      ignoreReturn()
      courier.stop()
    },
  }
}
