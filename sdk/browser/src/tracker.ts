/** Firefly in a browser, with only the extensions that are given: the smallest bundle. */
import { createTracker, type Tracker, type TrackerOptions } from '@firefly/core/tracker'
import { browserPlatform } from './platform.ts'

export type { Tracker } from '@firefly/core/tracker'

export interface BrowserOptions extends TrackerOptions {
  /** `h5` for a page inside an app or on a phone. Default: by the user agent. */
  platform?: 'web' | 'h5' | undefined
  /** Share the identity with sub-domains in a first-party cookie. Default true. */
  cookies?: boolean | undefined
}

/** Starts collecting from this page. Never throws. */
export const startTracker = (options: BrowserOptions): Tracker =>
  createTracker({
    platform: browserPlatform(window, {
      writeKey: options.writeKey,
      platform: options.platform,
      cookies: options.cookies !== false,
    }),
    options,
  })
