/** `$click`: what was clicked, in words and as a selector. What people type is never read. */
import type { Extension } from '@firefly/core/extension'
import { listen } from '../lifecycle.ts'
import { clickableOf, labelOf, selectorOf } from './element.ts'

export interface ClickOptions {
  /** Only clicks inside this selector. Default: anywhere. */
  allow?: string
  /** No clicks inside this selector, beside those inside `data-ff-ignore`. */
  deny?: string
}

export const clicks = ({ allow, deny }: ClickOptions = {}): Extension => ({
  name: 'clicks',
  setup: (host) =>
    listen(
      document,
      'click',
      host.guard((event) => {
        // Inside a web component the event's own target is only its host.
        const target = event.composedPath()[0]
        const element = target instanceof Element ? clickableOf(target) : undefined
        if (!element || element.closest('[data-ff-ignore]')) return
        if ((allow && !element.closest(allow)) || (deny && element.closest(deny))) return
        host.track('$click', describe(element, event as MouseEvent))
      }),
    ),
})

/** Positions are CSS pixels from the page's upper left corner. */
const describe = (element: Element, { pageX, pageY }: MouseEvent): Record<string, unknown> => ({
  $element: element.localName,
  $selector: selectorOf(element),
  $text: labelOf(element),
  $href: element.closest<HTMLAnchorElement>('a[href]')?.href,
  $x: Math.round(pageX),
  $y: Math.round(pageY),
})
