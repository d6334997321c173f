/** The smallest Firefly: `track`, `page`, `identify` and `reset` with the durable queue, and only the extensions that are given. */
import {
  createSmallTracker,
  type SmallOptions,
  type SmallPlatform,
  type SmallTracker,
} from '@firefly/core/small/tracker'
import type { AnyEvents } from '@firefly/core/typed-events'
import { type BrowserSettings, browserPlatform } from './platform.ts'

export interface CoreOptions extends SmallOptions, Omit<BrowserSettings, 'writeKey'> {}

/**
 * Starts collecting from this page: at once, for it is so small that to wait for an idle moment would cost more.
 * `platform` may be another than the least, with an identity shared by cookies, say.
 */
export const startCore = <Events extends object = AnyEvents>(
  given?: CoreOptions,
  platform?: SmallPlatform,
): SmallTracker<Events> => {
  const options = given || ({} as CoreOptions)
  return createSmallTracker<Events>(platform || browserPlatform(options), options)
}
