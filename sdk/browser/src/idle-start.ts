/** Starts when the page is idle, so that it is painted first; earlier when anything happens that must not be missed. */
import { aroundHistory } from './history.ts'
import { listen } from './lifecycle.ts'

/** On a page that is never idle, in milliseconds. */
const LATEST_MS = 1_000
/** Caught on their way down, so that what listens from here on hears of the same event. */
const MOMENTS = 'visibilitychange prerenderingchange pagehide click'

type Call = (...args: unknown[]) => unknown

/** What of `window` is used. */
export type IdleWindow = EventTarget & {
  history: History
  requestIdleCallback?: Window['requestIdleCallback']
  document: { prerendering?: boolean }
}

/**
 * A tracker, here as the names of its `verbs`, whose parts are made later, in one go: at the first call of a verb, when the
 * page moves on or the user acts or leaves, else when nothing is left to do.
 */
export function startWhenIdle<Tracker extends object>(
  view: IdleWindow,
  verbs: string,
  start: () => Tracker,
): Tracker {
  let tracker: Record<string, Call> | undefined
  let wakes = 0
  const waiting: (() => void)[] = []
  const wake = (): void => {
    // A page that a browser only prepares may never be seen by anybody.
    if (view.document.prerendering || wakes++) return
    // Whatever keeps it from starting, the page goes on, and its calls do nothing.
    try {
      tracker = start() as Record<string, Call>
    } catch (error) {
      // oxlint-disable-next-line eslint/no-console -- the developer's own console is where it has to show.
      console.warn('[firefly]', error)
      tracker = {}
    }
    waiting.forEach((say) => say())
  }
  // Nobody is woken twice: to stop listening would be more to download than it saves.
  listen(view, MOMENTS, wake)
  aroundHistory(view.history, (change) => {
    // The address that a visitor came to must be seen before the page changes it.
    wake()
    change()
  })
  // Safari knows no idle time: there the next task has to do.
  void (view.requestIdleCallback?.(wake, { timeout: LATEST_MS }) ?? setTimeout(wake))

  const calls: Record<string, Call> = {}
  for (const verb of verbs.split(' '))
    calls[verb] = (...args) => {
      wake()
      return tracker
        ? tracker[verb]?.(...args)
        : // What an extension says while it is being set up waits until all are; so does all on a page not yet shown.
          new Promise((resolve) => waiting.push(() => resolve(calls[verb]?.(...args))))
    }
  return calls as Tracker
}
