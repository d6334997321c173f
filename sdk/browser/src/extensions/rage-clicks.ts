/** `$rage_click`: the same place clicked again and again, as people do when nothing happens. */
import type { Extension } from '@firefly/core/extension'
import { listen } from '../lifecycle.ts'
import { clickableOf, describe, isIgnored, targetOf } from './element.ts'

export interface RageOptions {
  /** So many clicks. Default 3. */
  count?: number
  /** Each so soon after the one before, in milliseconds. Default 1,000. */
  within?: number
  /** And so near it, in pixels. Default 30. */
  radius?: number
}

interface Click {
  x: number
  y: number
  at: number
}

/** Says at which click a burst becomes rage: once a burst. */
export function rageCounter({ count = 3, within = 1_000, radius = 30 }: RageOptions) {
  let burst = 0
  let last: Click | undefined
  return (click: Click): boolean => {
    const goesOn =
      last && click.at - last.at <= within && Math.hypot(click.x - last.x, click.y - last.y) <= radius
    burst = goesOn ? burst + 1 : 1
    last = click
    return burst === count
  }
}

export const rageClicks = (options: RageOptions = {}): Extension => ({
  name: 'rage-clicks',
  setup(host) {
    const isRage = rageCounter(options)
    return listen(
      document,
      'click',
      host.guard((event: MouseEvent) => {
        const { clientX: x, clientY: y } = event
        const target = targetOf(event)
        // The keyboard "clicks" at the origin.
        if (!target || isIgnored(target) || !event.detail) return
        if (isRage({ x, y, at: host.now() })) host.track('$rage_click', describe(clickableOf(target)))
      }),
    )
  },
})
