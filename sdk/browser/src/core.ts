/** The smallest Firefly: `track`, `page`, `identify` and `reset` with the durable queue, and only the extensions and parts that are given. */
import { createSmallTracker, type SmallOptions, type SmallTracker } from '@firefly/core/small/tracker'
import type { AnyEvents } from '@firefly/core/typed-events'
import { startWhenIdle } from './idle-start.ts'
import { type BrowserSettings, browserPlatform, type Parts } from './platform.ts'
import { CORE_VERBS } from './verbs.ts'

export interface CoreOptions extends SmallOptions, Omit<BrowserSettings, 'writeKey'>, Omit<Parts, 'store'> {}

/** Starts collecting from this page, once it has been painted. */
export const startCore = <Events extends object = AnyEvents>(
  options = {} as CoreOptions,
): SmallTracker<Events> =>
  startWhenIdle(window, CORE_VERBS, () =>
    createSmallTracker<Events>(browserPlatform(window, options, options), options),
  )
