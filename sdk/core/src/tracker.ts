/** The tracker: the verbs a page calls. Nothing it does throws into the page. */
import type { Carrier } from './carrier.ts'
import { type Consent, CONSENT_KEY, consentOf, gateState } from './consent.ts'
import type { Context } from './context.ts'
import type { Bare, OutgoingEvent, Properties } from './event.ts'
import { bagOf } from './event.ts'
import type { Extension } from './extension.ts'
import { guardWith } from './guard.ts'
import { createExtensions } from './extension-host.ts'
import { createKernel } from './kernel.ts'
import { memoryState } from './memory-state.ts'
import { faultOf, type TrackerOptions } from './options.ts'
import type { Platform } from './platform.ts'
import { createReporter, everyHook } from './report.ts'
import type { AnyEvents } from './typed-events.ts'
import { createVerbs, type Verbs } from './verbs.ts'

export type { TrackerOptions } from './options.ts'

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

/** What every tracker can do beside its verbs. */
export interface Frame extends Controls {
  /** Adds an extension; false when it failed or its name is taken. */
  use: (extension: Extension) => boolean
  /** Undoes the extensions and stops sending; unsent events wait for the next visit. */
  stop: () => void
}

/** `Events`: what a tracking plan says of each event's properties, where there is one. */
export interface Tracker<Events extends object = AnyEvents> extends Verbs<Events>, Frame {}

/** What extensions and verbs add to every event. */
export interface Additions {
  /** Asked for properties; later ones win. */
  registered: Set<() => Properties | undefined>
  /** Asked for context; later ones win. */
  around: Set<() => Context | undefined>
  /** Change an event in place, before the site's own hook sees it. */
  revisions: Set<(event: Bare) => void>
  /** Told before the last events are sent. */
  departing: Set<(gone: boolean) => void>
  returning: Set<(gone: boolean) => void>
  carrier?: Carrier | undefined
}

/** Starts collecting. Never throws: with options that cannot work it says so on the console and stays silent. */
export function createTracker<Events extends object = AnyEvents>(
  platform: Platform,
  given: TrackerOptions,
): Tracker<Events> {
  const options = Object(given) as TrackerOptions
  const fault = faultOf(options)
  if (fault) platform.warn(fault)
  const { shelf, late, send } = platform
  const { beforeSend } = options
  const additions: Additions = {
    registered: new Set(),
    around: new Set([platform.place]),
    revisions: new Set(),
    departing: new Set(),
    returning: new Set(),
  }
  const state = gateState(platform.state, memoryState())
  const reporting = createReporter(state, everyHook(options, platform.warn))
  const { report } = reporting
  const required = options.consent === 'required'
  // The browser's signal, where the site hears it, is more than the site's rule.
  const refused = platform.refusesTracking && options.honourPrivacyControl
  const rule = refused ? 'denied' : required ? 'pending' : 'granted'
  let consent: Consent = fault ? 'denied' : consentOf(platform.state, rule)
  const base: Context = { ...platform.context, consent: required ? 'opted_in' : 'not_required' }

  /** What the user answers in one tab holds in all. */
  const heed = (): void => {
    const answer = consentOf(platform.state, consent)
    if (answer !== consent) (answer === 'granted' ? tracker.optIn : tracker.optOut)()
  }
  /** Undefined when it is vetoed. */
  const hooked = (event: OutgoingEvent): OutgoingEvent | undefined => {
    const { type, messageId, context } = event
    additions.revisions.forEach((revise) => revise(event))
    if (!beforeSend) return event
    // A copy of its own, so that nothing the hook does reaches the next event.
    event.context = JSON.parse(JSON.stringify({ ...late?.(), ...base, ...context })) as Context
    const answer = beforeSend(event)
    if (answer === null || answer === false) return undefined
    // Whatever a hook makes of it, it stays this event: a copy must be known for one.
    const changed = typeof answer === 'object' ? answer : event
    return { ...changed, type, messageId, context: bagOf(changed.context) }
  }
  const kernel = createKernel({
    ...platform,
    ...reporting,
    state,
    options,
    base: beforeSend ? '' : JSON.stringify(base),
    place: () => Object.assign({}, ...Array.from(additions.around).map((source) => source())) as Context,
    finish(event) {
      heed()
      if (consent === 'denied') return undefined
      try {
        return hooked(event)
      } catch {
        // Hooks are there to take out what must not be sent: when one throws, the event may not go.
        kernel.lose('hook_failed', event.event)
        return undefined
      }
    },
    async send(url, body, request) {
      const post = (text: string): ReturnType<typeof send> => send(url, text, request)
      try {
        return await (additions.carrier ? additions.carrier(body, request, post) : post(body))
      } catch {
        return { status: 0 }
      }
    },
  })
  const { courier, visitor, sessionId } = kernel
  const begin = (): void => {
    state.open()
    courier.start()
  }
  const ignoreLeave = platform.onLeave((gone) => {
    additions.departing.forEach((run) => run(gone))
    courier.leave(gone)
  })
  const ignoreReturn = platform.onReturn((gone) => {
    heed()
    visitor.refresh()
    courier.back()
    additions.returning.forEach((run) => run(gone))
  })
  const verbs = createVerbs(kernel, additions, state, platform.now, report)
  const { use, undoAll } = createExtensions(kernel, additions, platform, state, report, verbs)
  const guard = guardWith(report, 'tracker')
  const tracker: Tracker & Record<string, unknown> = {
    ...verbs,
    use,
    flush: courier.flush,
    consent: () => consent,
    optIn() {
      if (fault || consent === 'granted') return
      consent = 'granted'
      platform.state.set(CONSENT_KEY, consent)
      begin()
    },
    optOut() {
      consent = 'denied'
      courier.stop()
      clear().catch(failed)
      state.close()
      kernel.reset()
      platform.state.set(CONSENT_KEY, consent)
    },
    anonymousId: visitor.anonymousId,
    userId: visitor.userId,
    sessionId,
    stop() {
      undoAll()
      ignoreLeave()
      ignoreReturn()
      courier.leave(true)
      courier.stop()
    },
  }
  const failed = (error: unknown): void => report({ kind: 'failed', where: 'storage', error })
  const clear = async (): Promise<void> => {
    for (const [key] of await shelf.all()) shelf.put(key, '', failed)
  }
  if (consent === 'granted') begin()
  for (const name of Object.keys(tracker)) tracker[name] = guard(tracker[name] as () => unknown)
  for (const extension of options.extensions || []) use(extension)
  return tracker
}
