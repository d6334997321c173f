/** Firefly in a browser, with only the extensions that are given: the smallest bundle. */
import { createTracker, type Tracker, type TrackerOptions } from '@firefly/core/tracker'
import { type BrowserSettings, browserPlatform } from './platform.ts'

export type { Tracker } from '@firefly/core/tracker'

export interface BrowserOptions extends TrackerOptions, Omit<BrowserSettings, 'writeKey'> {}

/** Starts collecting from this page. */
export const startTracker = (options: BrowserOptions): Tracker =>
  createTracker({ platform: browserPlatform(window, options), options })
