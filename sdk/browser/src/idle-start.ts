/** Starts when the page is idle, so that it is painted first; earlier when anything happens that must not be missed. */
import { aroundHistory } from './history.ts'
import { listen } from './lifecycle.ts'

/** On a page that is never idle, in milliseconds. */
const LATEST_MS = 1_000
/** Caught on their way down, so that what listens from here on hears of the same event. */
const MOMENTS = 'pagehide visibilitychange click'

type Call = (...args: unknown[]) => unknown

/** What of `window` is used. */
export type IdleWindow = EventTarget &
  Pick<Window, 'setTimeout'> & { history: History; requestIdleCallback?: Window['requestIdleCallback'] }

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
  const wake = (): void => {
    if (!wakes++) tracker = start() as Record<string, Call>
  }
  // Nobody is woken twice: to stop listening would be more to download than it saves.
  listen(view, MOMENTS, wake)
  aroundHistory(view.history, (change) => {
    // The address that a visitor came to must be seen before the page changes it.
    wake()
    change()
  })
  // Safari knows no idle time: there the next task has to do.
  void (view.requestIdleCallback?.(wake, { timeout: LATEST_MS }) ?? view.setTimeout(wake))

  const calls: Record<string, Call> = {}
  for (const verb of verbs.split(' '))
    calls[verb] = function say(...args): unknown {
      wake()
      // What an extension says while it is being set up waits until all are.
      return tracker ? (tracker[verb] as Call)(...args) : view.setTimeout(say, 0, ...args)
    }
  return calls as Tracker
}
