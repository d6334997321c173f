/** Tells when a single-page application shows another page, which browsers do not. */
import { aroundHistory } from '../history.ts'
import { all, listen } from '../lifecycle.ts'
import { routeOf } from '../place.ts'

/** Calls `run` after each change of route, once the page has had time to set its title. The answer ends it. */
export function watchRoute(run: () => void): () => void {
  let route = routeOf(location)
  const look = (): void => {
    if (route === routeOf(location)) return
    route = routeOf(location)
    run()
  }
  return all(
    aroundHistory(history, (change) => {
      change()
      setTimeout(look)
    }),
    listen(window, 'popstate hashchange', look),
  )
}
