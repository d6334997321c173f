/** Firefly with everything it captures by itself: one call and a page is measured. */
import type { Tracker } from '@firefly/core/tracker'
import { campaign } from './extensions/campaign.ts'
import { clicks, type ClickOptions } from './extensions/clicks.ts'
import { pageLeave } from './extensions/page-leave.ts'
import { pageViews } from './extensions/page-views.ts'
import { viewport } from './extensions/viewport.ts'
import { type BrowserOptions, startTracker } from './tracker.ts'

export interface InitOptions extends BrowserOptions {
  /** Capture page views by itself, and when a page is left. Default true. */
  pageViews?: boolean | undefined
  /** Capture clicks by itself; options say where. Default true. */
  clicks?: boolean | ClickOptions | undefined
}

/** Starts collecting with all default extensions, and any given ones after them. Never throws. */
export function init(options = {} as InitOptions): Tracker {
  const { pageViews: pages = true, clicks: clicking = true, extensions = [] } = options
  const defaults = [viewport(), campaign()]
  if (pages) defaults.push(pageLeave(), pageViews())
  if (clicking) defaults.push(clicks(clicking === true ? {} : clicking))
  return startTracker({ ...options, extensions: [...defaults, ...extensions] })
}
