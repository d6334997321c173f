/** Firefly with everything it captures by itself: one call and a page is measured. */
import type { AnyEvents } from '@firefly/core/typed-events'
import { campaign } from './extensions/campaign.ts'
import { clicks, type ClickOptions } from './extensions/clicks.ts'
import type { Extension } from '@firefly/core/extension'
import { pageLeave } from './extensions/page-leave.ts'
import { pageViews } from './extensions/page-views.ts'
import { viewport } from './extensions/viewport.ts'
import { type BrowserOptions, type Firefly, startTracker } from './tracker.ts'

export interface InitOptions extends BrowserOptions {
  /** Capture page views by itself, and when a page is left. Default true. */
  pageViews?: boolean | undefined
  /** Capture clicks by itself; options say where. Default true. */
  clicks?: boolean | ClickOptions | undefined
  /** For pages that apps and mini-programs show: `hostApp()`. Comes before all that captures. */
  hostApp?: Extension | undefined
}

/** Starts collecting with all default extensions, and any given ones after them. Never throws. */
export function init<Events extends object = AnyEvents>(options = {} as InitOptions): Firefly<Events> {
  const { pageViews: pages = true, clicks: clicking = true, hostApp, extensions = [] } = options || {}
  const defaults = [...(hostApp ? [hostApp] : []), viewport(), campaign()]
  if (pages) defaults.push(pageLeave(), pageViews())
  if (clicking) defaults.push(clicks(clicking === true ? {} : clicking))
  return startTracker<Events>({ ...options, extensions: [...defaults, ...extensions] })
}
