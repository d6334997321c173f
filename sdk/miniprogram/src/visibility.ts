/** Whether the mini-program is in front: told by the host and by its `App()` alike, and passed on once. */
import { listen } from '@firefly/core/listeners'
import type { Host, Launch } from './host.ts'

export interface Visibility {
  /** Tells of a change; a second voice for the same change is not heard. */
  shown: (launch: Launch) => void
  hidden: () => void
  onShow: (run: (launch: Launch) => void) => () => void
  onHide: (run: () => void) => () => void
}

export function watchVisibility(host: Host): Visibility {
  const showing = new Set<(launch: Launch) => void>()
  const hiding = new Set<() => void>()
  let visible: boolean | undefined

  const shown = (launch: Launch): void => {
    if (visible) return
    visible = true
    showing.forEach((run) => run(launch))
  }
  const hidden = (): void => {
    if (visible === false) return
    visible = false
    hiding.forEach((run) => run())
  }
  host.onShow(shown)
  host.onHide(hidden)
  return { shown, hidden, onShow: (run) => listen(showing, run), onHide: (run) => listen(hiding, run) }
}
