/** `$click`: what was clicked, in words and as a selector. What people type is never read. */
import type { Extension } from '@firefly/core/extension'
import { listen } from '../lifecycle.ts'
import { clickableOf, isIgnored, labelOf, selectorOf } from './element.ts'

export interface ClickOptions {
  /** Only clicks inside these selectors. Default: anywhere. */
  allow?: readonly string[]
  /** No clicks inside these selectors, beside those with `data-ff-ignore`. */
  deny?: readonly string[]
}

export const clicks = ({ allow = [], deny = [] }: ClickOptions = {}): Extension => ({
  name: 'clicks',
  setup(host) {
    const within = (element: Element, selectors: readonly string[]): boolean =>
      selectors.some((selector) => element.closest(selector))
    const clicked = (event: Event): void => {
      // Inside a web component the event's own target is only its host.
      const target = event.composedPath()[0]
      const element = target instanceof Element ? clickableOf(target) : undefined
      if (!element || isIgnored(element) || within(element, deny)) return
      if (allow.length > 0 && !within(element, allow)) return
      host.track('$click', { ...describe(element), ...positionOf(event as MouseEvent) })
    }
    return listen(document, 'click', host.guard(clicked))
  },
})

function describe(element: Element): Record<string, unknown> {
  const link = element.closest('a[href]')
  return {
    $element: element.tagName.toLowerCase(),
    $selector: selectorOf(element),
    $text: labelOf(element),
    ...(link instanceof HTMLAnchorElement ? { $href: link.href.slice(0, 2_048) } : undefined),
  }
}

/** In CSS pixels from the page's upper left corner. */
const positionOf = ({ pageX, pageY }: MouseEvent): Record<string, number> => ({
  $x: Math.round(pageX),
  $y: Math.round(pageY),
})
