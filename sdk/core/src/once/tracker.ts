/** The tracker of a program that runs once, as a mini-program does: all verbs, in the fewest bytes. */
import { MAX_EVENT_BYTES, MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import { type Consent, CONSENT_KEY } from '../consent.ts'
import type { Context } from '../context.ts'
import { bagOf, type EventOptions, type OutgoingEvent } from '../event.ts'
import { createExtensions } from '../extension-host.ts'
import { guardWith } from '../guard.ts'
import { idOf } from '../identity.ts'
import type { Voice } from '../kernel.ts'
import { messageId } from '../message-id.ts'
import { faultOf, type TrackerOptions } from '../options.ts'
import type { Platform } from '../platform.ts'
import { createReporter, everyHook, type LossReason } from '../report.ts'
import { bytesOf } from '../row.ts'
import type { Additions, Tracker } from '../tracker.ts'
import type { AnyEvents } from '../typed-events.ts'
import { createVerbs } from '../verbs.ts'
import { gate } from './gate.ts'
import { createOnceIdentity } from './identity.ts'
import { keepIn, KEPT, leftIn } from './left.ts'
import { createSender } from './sender.ts'
import { createOnceSessions } from './session.ts'
import { clear, type OnceState } from './state.ts'
import { trimmed } from './trim.ts'

export interface OncePlatform
  extends Pick<Platform, 'context' | 'place' | 'now' | 'after' | 'random' | 'send' | 'warn'> {
  /** Identity, session and what else is small. */
  readonly state: OnceState
  readonly unsent: OnceState
  /** The user leaves, and may come back. */
  onLeave: (run: () => void) => unknown
  /** The user or the network is back. */
  onReturn: (run: () => void) => unknown
}

/** The body around the event needs room as well. */
const MOST_BYTES = MAX_EVENT_BYTES - 1024

/** Starts collecting. Never throws: with options that cannot work it says so on the console and stays silent. */
export function createOnceTracker<Events extends object = AnyEvents>(
  platform: OncePlatform,
  given: TrackerOptions,
): Tracker<Events> {
  const { now, random, warn, unsent, place, send } = platform
  const options = Object(given) as TrackerOptions
  const { beforeSend } = options
  const fault = faultOf(options)
  if (fault) warn(fault)
  const required = options.consent === 'required'
  const rule = required ? 'pending' : 'granted'
  let consent = fault ? 'denied' : (platform.state.get(CONSENT_KEY) as Consent) || rule
  const base: Context = { ...platform.context, consent: required ? 'opted_in' : 'not_required' }
  const additions: Additions = {
    registered: new Set(),
    around: new Set([place]),
    revisions: new Set(),
    departing: new Set(),
    returning: new Set(),
  }
  const state = gate(platform.state)
  const { report, takeLosses } = createReporter(state, everyHook(options, warn))
  const makeId = (at: number): string => messageId(at, random)
  const visitor = createOnceIdentity(state, () => makeId(now()))
  const sessions = createOnceSessions(state, makeId)
  const sender = createSender({
    ...platform,
    options,
    report,
    shared: () => (beforeSend ? {} : base),
    keep: (texts) => keepIn(unsent, texts),
    onDelivered() {
      const lost = takeLosses()
      if (lost) tell({ type: 'track', event: '$dropped' }, undefined, lost)
    },
    async send(url, body, request) {
      const post = (text: string): ReturnType<typeof send> => send(url, text, request)
      return additions.carrier ? additions.carrier(body, request, post) : post(body)
    },
  })
  const lose: Voice['lose'] = (reason, message) => report({ kind: 'dropped', reason, count: 1, message })
  const tell: Voice['tell'] = (said, options, ...bags) => {
    const { type, event: name = type } = said
    const names: string[] = []
    let reason: LossReason = 'unserialisable'
    if (consent === 'denied') return
    try {
      const at = now()
      const id = makeId(at)
      const { timestamp, context } = Object(options) as EventOptions
      let event: OutgoingEvent = {
        messageId: id,
        anonymousId: visitor.anonymousId(),
        userId: visitor.userId() as string,
        timestamp: new Date(Number(timestamp) || at).toISOString(),
        [type === 'identify' ? 'traits' : 'properties']:
          bags[0] && (Object.assign({}, ...bags.map(bagOf)) as object),
        ...said,
        context: Object.assign(
          { sessionId: sessions.touch(at) },
          ...Array.from(additions.around).map((source) => source()),
          context,
        ) as Context,
      }
      // Hooks are there to take out what must not be sent: when one throws, the event may not go.
      reason = 'hook_failed'
      additions.revisions.forEach((revise) => revise(event))
      if (beforeSend) {
        // A copy of its own, so that nothing the hook does reaches the next event.
        event.context = JSON.parse(JSON.stringify({ ...base, ...event.context })) as Context
        const answer = beforeSend(event)
        if (answer === null || answer === false) return
        // Whatever a hook makes of it, it stays this event: a copy must be known for one.
        if (typeof answer === 'object') event = answer
        event = { ...event, type, messageId: id, context: bagOf(event.context) }
      }
      reason = 'unserialisable'
      for (const bag of ['properties', 'traits'] as const)
        if (event[bag]) event[bag] = trimmed(event[bag], names)
      const text = JSON.stringify(event)
      if (bytesOf(text) > MOST_BYTES) return lose('event_too_large', name)
      sender.add(text)
      if (names[0]) report({ kind: 'trimmed', event: name, names })
    } catch {
      lose(reason, name)
    }
  }
  const voice: Voice = {
    visitor,
    sessionId: () => sessions.touch(now()),
    joinSession: (id) => void sessions.touch(now(), id),
    tell,
    lose,
    nameOf(name) {
      const cut = typeof name === 'string' ? name.slice(0, MAX_NAME_LENGTH) : ''
      if (!cut) lose('invalid_name')
      else if (cut !== name) report({ kind: 'trimmed', event: cut, names: ['event'] })
      return cut
    },
    idFor: (id) => idOf(id) || (lose('invalid_id'), ''),
    reset() {
      visitor.reset()
      sessions.endSession()
    },
  }
  const begin = (): void => {
    state.open()
    sender.start(leftIn(unsent))
    if (sender.save()) clear(unsent, KEPT)
  }
  platform.onLeave(() => {
    additions.departing.forEach((run) => run(false))
    sender.leave()
  })
  platform.onReturn(() => {
    sender.back()
    additions.returning.forEach((run) => run(false))
  })
  const verbs = createVerbs(voice, additions, state, now, report)
  const { use, undoAll } = createExtensions(voice, additions, platform, state, report, verbs)
  const guard = guardWith(report, 'tracker')
  const tracker: Tracker & Record<string, unknown> = {
    ...verbs,
    use,
    flush: sender.flush,
    consent: () => consent,
    optIn() {
      if (fault || consent === 'granted') return
      consent = 'granted'
      platform.state.set(CONSENT_KEY, consent)
      begin()
    },
    optOut() {
      consent = 'denied'
      sender.stop()
      clear(unsent)
      state.close()
      voice.reset()
      platform.state.set(CONSENT_KEY, consent)
    },
    anonymousId: visitor.anonymousId,
    userId: visitor.userId,
    sessionId: voice.sessionId,
    stop() {
      undoAll()
      sender.leave()
      sender.stop()
    },
  }
  if (consent === 'granted') begin()
  for (const name of Object.keys(tracker)) tracker[name] = guard(tracker[name] as () => unknown)
  for (const extension of options.extensions || []) use(extension)
  return tracker
}
