/** `$click`: what was clicked, in words and as a selector. What people type is never read. */
import type { SmallExtension } from '@firefly/core/small/tracker'
import { listen } from '../lifecycle.ts'
import { clickableOf, describe, isIgnored, targetOf } from './element.ts'

export interface ClickOptions {
  /** Only clicks inside this selector. Default: anywhere. */
  allow?: string
  /** No clicks inside this selector, beside those inside `data-ff-ignore`. */
  deny?: string
}

export const clicks = ({ allow, deny }: ClickOptions = {}): SmallExtension => ({
  name: 'clicks',
  setup: (host) =>
    listen(
      document,
      'click',
      host.guard((event: MouseEvent) => {
        const target = targetOf(event)
        const element = target && clickableOf(target)
        if (!element || isIgnored(element)) return
        if ((allow && !element.closest(allow)) || (deny && element.closest(deny))) return
        // CSS pixels from the page's upper left corner.
        const { pageX, pageY } = event
        host.track('$click', {
          ...describe(element),
          $href: element.closest<HTMLAnchorElement>('a[href]')?.href,
          $x: Math.round(pageX),
          $y: Math.round(pageY),
        })
      }),
    ),
})
