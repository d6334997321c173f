/** Typed events: what a tracking plan says of each event's properties constrains `track`. */
import type { EventOptions, Properties } from './event.ts'

/** No plan: any name, any properties. A plan is an interface of properties by event name. */
export type AnyEvents = Record<string, Properties>

/** Properties may be left out where every one of them may. */
type Rest<Of> =
  Partial<Of> extends Of
    ? [properties?: Of, options?: EventOptions]
    : [properties: Of, options?: EventOptions]

export type Track<Events extends object> = <Name extends keyof Events & string>(
  event: Name,
  ...rest: Rest<Events[Name]>
) => void
