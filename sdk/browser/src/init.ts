/** Firefly with everything it captures by itself: one call and a page is measured. */
import type { AnyEvents } from '@firefly/core/typed-events'
import { campaign } from './extensions/campaign.ts'
import { clicks, type ClickOptions } from './extensions/clicks.ts'
import { hostApp } from './extensions/host-app.ts'
import { links } from './extensions/links.ts'
import { pageLeave } from './extensions/page-leave.ts'
import { pageViews } from './extensions/page-views.ts'
import { viewport } from './extensions/viewport.ts'
import { type BrowserOptions, type Firefly, startTracker } from './tracker.ts'

export interface InitOptions extends BrowserOptions {
  /** Capture page views by itself, and when a page is left. Default true. */
  pageViews?: boolean | undefined
  /** Capture clicks by itself; options say where. Default true. */
  clicks?: boolean | ClickOptions | undefined
  /** Capture downloads and links to other sites. Default true. */
  links?: boolean | undefined
}

/** Starts collecting with all default extensions, and any given ones after them. Never throws. */
export function init<Events extends object = AnyEvents>(options = {} as InitOptions): Firefly<Events> {
  const { pageViews: pages = true, clicks: clicking = true, links: linking = true, extensions = [] } = options
  const defaults = [hostApp(), viewport(), campaign()]
  if (pages) defaults.push(pageLeave(), pageViews())
  if (clicking) defaults.push(clicks(clicking === true ? {} : clicking))
  if (linking) defaults.push(links())
  return startTracker<Events>({ ...options, extensions: [...defaults, ...extensions] })
}
