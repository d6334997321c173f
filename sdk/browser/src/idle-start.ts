/** Starts when the page is idle, so that it is painted first; earlier when anything happens that must not be missed. */
import type { Tracker } from '@firefly/core/tracker'
import { all, listen } from './lifecycle.ts'
import { VERBS } from './verbs.ts'

/** On a page that is never idle, in milliseconds. */
const LATEST_MS = 1_000
/** Caught on their way down, so that what listens from here on hears of the same event. */
const MOMENTS = ['pagehide', 'visibilitychange', 'click']

/** What of `window` is used. */
export type IdleWindow = EventTarget &
  Pick<Window, 'setTimeout'> & { history: History; requestIdleCallback?: Window['requestIdleCallback'] }

/**
 * A tracker whose parts are made later, in one go: at the first call of a verb, when the page moves on or the user acts or
 * leaves, else when nothing is left to do.
 */
export function startWhenIdle(view: IdleWindow, start: () => Tracker): Tracker {
  let tracker: Tracker | undefined
  let isAwake = false
  /** Said by an extension while it is being set up. */
  const early: (() => unknown)[] = []
  const wake = (): void => {
    if (isAwake) return
    isAwake = true
    ignore()
    tracker = start()
    for (const say of early.splice(0)) say()
  }
  /** The address that a visitor came to must be seen before the page changes it. */
  const wakeBefore = (name: 'pushState' | 'replaceState'): void => {
    const original = view.history[name]
    view.history[name] = function (this: History, ...change) {
      wake()
      return original.apply(this, change)
    }
  }
  const ignore = all(...MOMENTS.map((type) => listen(view, type, wake)))
  wakeBefore('pushState')
  wakeBefore('replaceState')
  // Safari knows no idle time.
  if (view.requestIdleCallback) view.requestIdleCallback(wake, { timeout: LATEST_MS })
  else view.setTimeout(wake, LATEST_MS / 10)

  const verbs: Record<string, (...args: never[]) => unknown> = {}
  for (const verb of VERBS)
    verbs[verb] = (...args) => {
      wake()
      if (tracker) return (tracker[verb] as (...args: unknown[]) => unknown)(...args)
      return void early.push(() => verbs[verb]?.(...args))
    }
  return verbs as unknown as Tracker
}
