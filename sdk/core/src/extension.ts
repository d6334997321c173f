/** Extensions: each gets a narrow capability, is undone in reverse order, and can fail alone. */
import type { Context } from './context.ts'
import type { Carrier } from './carrier.ts'
import type { Bare, EventOptions, Properties } from './event.ts'
import type { Guard } from './guard.ts'
import type { HandedIdentity } from './hand-over.ts'
import type { Values } from './platform.ts'

/** What an extension may do; not the kingdom. */
export interface ExtensionHost {
  track: (event: string, properties?: Properties, options?: EventOptions) => void
  page: (name?: string | Properties, properties?: Properties, options?: EventOptions) => void
  /** Adds to every event's properties; called for each event, so it must be cheap. The answer takes it back. */
  register: (properties: () => Properties) => () => void
  /** Adds to every event's context; must return the same object until something changed. The answer takes it back. */
  surround: (source: () => Context | undefined) => () => void
  /** Where the user is now, as events say it. */
  place: () => Context | undefined
  sessionId: () => string
  /** From here on events belong to who the host of this page says is here. */
  adopt: (identity: HandedIdentity) => void
  /** Changes each event in place before the site's own hook sees it; when it throws, the event is not sent. The answer takes it back. */
  revise: (run: (event: Bare) => void) => () => void
  /** Takes batches another way: encrypted, or through the app around the page. One at a time, the last wins. The answer takes it back. */
  carry: (carrier: Carrier) => () => void
  now: () => number
  /** Kept between visits under the extension's own name, once the user allows. */
  state: Values
  /** `gone`: for good. Called before the last events are sent. The answer stops listening. */
  onLeave: (run: (gone: boolean) => void) => () => void
  /** The user or the network is back; the page may have been `gone`. The answer stops listening. */
  onReturn: (run: (gone: boolean) => void) => () => void
  /** Wraps a listener so that what it throws is reported and not thrown into the page. */
  guard: Guard
}

/** `Host`: what it needs, where that is less. */
export interface Extension<Host = ExtensionHost> {
  readonly name: string
  /** Returns how to undo it, if there is anything to undo. */
  setup: (host: Host) => (() => void) | undefined
}
