/** Whether the mini-program is in front: told by the host and by its `App()` alike, and passed on once. */
import type { Host, Launch } from './host.ts'

export interface Visibility {
  /** Tells of a change, in the host's own words; a second voice for the same change is not heard. */
  shown: (raw: unknown) => void
  unseen: () => void
  onShow: (run: (launch: Launch) => void) => void
  onHide: (run: () => void) => void
}

export function watchVisibility(host: Host): Visibility {
  const showing: ((launch: Launch) => void)[] = []
  const hiding: (() => void)[] = []
  let visible = false

  const shown = (raw: unknown): void => {
    if (visible) return
    visible = true
    const launch = host.launched(raw)
    showing.forEach((run) => run(launch))
  }
  const unseen = (): void => {
    if (!visible) return
    visible = false
    hiding.forEach((run) => run())
  }
  host.onShow(shown)
  host.onHide(unseen)
  return { shown, unseen, onShow: (run) => showing.push(run), onHide: (run) => hiding.push(run) }
}
