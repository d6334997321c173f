/** Firefly in a browser, with only the extensions that are given: the smallest bundle. */
import { createTracker, type Tracker, type TrackerOptions } from '@firefly/core/tracker'
import type { AnyEvents } from '@firefly/core/typed-events'
import { startWhenIdle } from './idle-start.ts'
import { VERBS } from './verbs.ts'
import { wholePlatform, type WholeSettings } from './whole-platform.ts'

/** Firefly as a page uses it; with `Events`, the types generated from a tracking plan, `track` takes only what the plan knows. */
export type Firefly<Events extends object = AnyEvents> = Tracker<Events>

export interface BrowserOptions extends TrackerOptions, Omit<WholeSettings, 'writeKey'> {}

/** All of it at once. */
export const createWhole = <Events extends object>(options: BrowserOptions): Firefly<Events> =>
  createTracker<Events>(wholePlatform(options), options)

/** Starts collecting from this page, once it has been painted. */
export const startTracker = <Events extends object = AnyEvents>(
  options = {} as BrowserOptions,
): Firefly<Events> => startWhenIdle(window, VERBS, () => createWhole<Events>(options))
