/** `$exposure`: an element was in view for long enough to be seen. */
import type { Extension } from '@firefly/core/extension'
import { all } from '../lifecycle.ts'
import { describe, isIgnored } from './element.ts'
import { watchElements } from './watch-elements.ts'

export interface ExposureOptions {
  /** Which elements. Default `[data-ff-exposure]`; the attribute's value goes with the event as `$name`. */
  selector?: string
  /** How much of the element, or of the window, it must fill: 0 to 1. Default 0.5. */
  ratio?: number
  /** How long without a break, in milliseconds. Default 500. */
  dwell?: number
  /** Tell each time the element comes back into view. Default false: once an element. */
  repeat?: boolean
}

const STEPS = Array.from({ length: 21 }, (_, index) => index / 20)

type Sight = Pick<IntersectionObserverEntry, 'intersectionRatio' | 'intersectionRect' | 'isIntersecting'>

/** What is larger than the window can never be in view whole: then it has to fill its share of the window. */
export const isInView = (
  { isIntersecting, intersectionRatio, intersectionRect }: Sight,
  ratio: number,
  windowHeight: number,
): boolean =>
  isIntersecting && (intersectionRatio >= ratio || intersectionRect.height >= ratio * windowHeight)

export const exposure = ({
  selector = '[data-ff-exposure]',
  ratio = 0.5,
  dwell = 500,
  repeat = false,
}: ExposureOptions = {}): Extension => ({
  name: 'exposure',
  setup(host) {
    const timers = new Map<Element, ReturnType<typeof setTimeout>>()
    const cancel = (element: Element): void => {
      clearTimeout(timers.get(element))
      timers.delete(element)
    }
    const tell = host.guard((element: Element) => {
      const $name = element.getAttribute('data-ff-exposure') || undefined
      if (!isIgnored(element)) host.track('$exposure', { ...describe(element), $name })
      if (!repeat) observer.unobserve(element)
    })
    const observer = new IntersectionObserver(
      host.guard((entries: IntersectionObserverEntry[]) => {
        for (const entry of entries) {
          const { target } = entry
          if (!isInView(entry, ratio, innerHeight)) cancel(target)
          else if (!timers.has(target)) timers.set(target, setTimeout(tell, dwell, target))
        }
      }),
      { threshold: STEPS },
    )
    const seen = new WeakSet<Element>()
    const watch = watchElements(selector, (element) => {
      if (seen.has(element)) return
      seen.add(element)
      observer.observe(element)
    })
    return all(
      watch,
      // A page nobody looks at shows nothing.
      host.onLeave(() => [...timers.keys()].forEach(cancel)),
      () => observer.disconnect(),
    )
  },
})
