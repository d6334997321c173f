/** The smallest Firefly: `track`, `page`, `identify` and `reset` with the durable queue, and only the extensions that are given. */
import { type CoreTracker, createCoreTracker } from '@firefly/core/tracker'
import type { AnyEvents } from '@firefly/core/typed-events'
import { startWhenIdle } from './idle-start.ts'
import { browserPlatform } from './platform.ts'
import type { BrowserOptions } from './tracker.ts'
import { CORE_VERBS } from './verbs.ts'

/** Starts collecting from this page, once it has been painted. */
export const startCore = <Events extends object = AnyEvents>(
  options = {} as BrowserOptions,
): CoreTracker<Events> =>
  startWhenIdle(window, CORE_VERBS, () =>
    createCoreTracker<Events>({ platform: browserPlatform(window, options), options }),
  )
