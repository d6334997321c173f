/** The smallest Firefly: `track`, `page`, `identify` and `reset` with the durable queue, and only the extensions and parts that are given. */
import { type CoreTracker, createCoreTracker, type TrackerOptions } from '@firefly/core/tracker'
import type { AnyEvents } from '@firefly/core/typed-events'
import { startWhenIdle } from './idle-start.ts'
import { type BrowserSettings, browserPlatform, type Parts } from './platform.ts'
import { CORE_VERBS } from './verbs.ts'

export interface CoreOptions extends TrackerOptions, Omit<BrowserSettings, 'writeKey'>, Parts {}

/** Starts collecting from this page, once it has been painted. */
export const startCore = <Events extends object = AnyEvents>(
  options = {} as CoreOptions,
): CoreTracker<Events> =>
  startWhenIdle(window, CORE_VERBS, () =>
    createCoreTracker<Events>({ platform: browserPlatform(window, options, options), options }),
  )
