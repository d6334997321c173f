/** The verbs that no site does without, each a sentence about an event. */
import type { EventOptions, Properties } from './event.ts'
import type { AnyEvents, Track } from './typed-events.ts'

export interface CoreVerbs<Events extends object = AnyEvents> {
  /** Something happened. The name is at most 200 characters; a longer one is cut. */
  track: Track<Events>
  /** A page was seen; a browser says by itself which. */
  page: (name?: string | Properties, properties?: Properties, options?: EventOptions) => void
  /** From here on the device's events belong to this user, those before included. */
  identify: (userId: string | number, traits?: Properties) => void
  /** The user has signed out: a new device id, a new session, nothing registered. Unsent events stay. */
  reset: () => void
}
