/** Firefly with everything it captures by itself: one call and a page is measured. */
import type { AnyEvents } from '@firefly/core/typed-events'
import { campaign } from './extensions/campaign.ts'
import { clicks, type ClickOptions } from './extensions/clicks.ts'
import type { Extension } from '@firefly/core/extension'
import { pageLeave } from './extensions/page-leave.ts'
import { pageViews } from './extensions/page-views.ts'
import { viewport } from './extensions/viewport.ts'
import { startWhenIdle } from './idle-start.ts'
import { type BrowserOptions, createWhole, type Firefly } from './tracker.ts'
import { VERBS } from './verbs.ts'

export interface InitOptions extends BrowserOptions {
  /** Capture page views by itself, and when a page is left. Default true. */
  pageViews?: boolean | undefined
  /** Capture clicks by itself; options say where. Default true. */
  clicks?: boolean | ClickOptions | undefined
  /** For pages that apps and mini-programs show: `hostApp()`. Comes before all that captures. */
  hostApp?: Extension | undefined
}

/** Starts collecting with all default extensions, and any given ones after them. Never throws. */
export const init = <Events extends object = AnyEvents>(given?: InitOptions): Firefly<Events> =>
  startWhenIdle(window, VERBS, () => createFirefly<Events>(given))

/** The same at once. */
export function createFirefly<Events extends object = AnyEvents>(given?: InitOptions): Firefly<Events> {
  const {
    pageViews: pages = true,
    clicks: clicking = true,
    hostApp,
    extensions,
  } = given || ({} as InitOptions)
  const all = ([] as Extension[]).concat(
    hostApp || [],
    viewport(),
    campaign(),
    pages ? [pageLeave(), pageViews()] : [],
    clicking ? clicks(Object(clicking) as ClickOptions) : [],
    extensions || [],
  )
  return createWhole<Events>({ ...(given as InitOptions), extensions: all })
}
