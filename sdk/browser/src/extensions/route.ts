/** Tells when a single-page application shows another page, which browsers do not. */
import { all, listen } from '../lifecycle.ts'
import { routeOf } from '../place.ts'

/** Calls `run` after each change of route, once the page has had time to set its title. The answer ends it. */
export function watchRoute(run: () => void): () => void {
  let watching = true
  let route = routeOf(location)
  const look = (): void => {
    if (!watching || route === routeOf(location)) return
    route = routeOf(location)
    run()
  }
  const wrap = (name: 'pushState' | 'replaceState'): (() => void) => {
    const original = history[name]
    const wrapped: History['pushState'] = function (this: History, ...change) {
      original.apply(this, change)
      setTimeout(look)
    }
    history[name] = wrapped
    return () => {
      // Someone else may have wrapped ours since: then it stays, and does nothing.
      if (history[name] === wrapped) history[name] = original
    }
  }
  const end = all(
    wrap('pushState'),
    wrap('replaceState'),
    listen(window, 'popstate', look),
    listen(window, 'hashchange', look),
  )
  return () => {
    watching = false
    end()
  }
}
