/** When the user leaves and comes back, as browsers tell it. */
import type { Platform } from '@firefly/core/platform'

/** Listens until the answer is called. */
export function listen(
  target: EventTarget,
  type: string,
  run: (event: Event) => void,
  capture = true,
): () => void {
  target.addEventListener(type, run, capture)
  return () => target.removeEventListener(type, run, capture)
}

/** Undoes several things in one call. */
export const all = (undo: (() => void)[]) => (): void => {
  for (const each of undo) each()
}

/** `visibilitychange` is the last that a phone tells; `pagehide` is the end of the page, unless the cache brings it back. */
export const lifecycle = (view: Window): Pick<Platform, 'onLeave' | 'onReturn'> => ({
  onLeave: (run) =>
    all([
      listen(view.document, 'visibilitychange', () => {
        if (view.document.visibilityState === 'hidden') run(false)
      }),
      listen(view, 'pagehide', () => run(true)),
    ]),
  onReturn: (run) =>
    all([
      listen(view.document, 'visibilitychange', () => {
        if (view.document.visibilityState === 'visible') run(false)
      }),
      listen(view, 'pageshow', (event) => {
        if ((event as PageTransitionEvent).persisted) run(true)
      }),
      listen(view, 'online', () => run(false)),
    ]),
})
