/** When the user leaves and comes back, as browsers tell it. */
import type { Platform } from '@firefly/core/platform'

/** Listens until the answer is called. */
export function listen(target: EventTarget, type: string, run: (event: Event) => void): () => void {
  target.addEventListener(type, run, true)
  return () => target.removeEventListener(type, run, true)
}

/** Undoes several things in one call. */
export const all =
  (...undo: (() => void)[]) =>
  (): void =>
    undo.forEach((each) => each())

/** `visibilitychange` is the last that a phone tells; after `pagehide` only the back-forward cache brings a page back. */
export function lifecycle(view: Window): Pick<Platform, 'onLeave' | 'onReturn'> {
  const onVisibility = (state: DocumentVisibilityState, run: (gone: boolean) => void): (() => void) =>
    listen(view.document, 'visibilitychange', () => {
      if (view.document.visibilityState === state) run(false)
    })
  return {
    onLeave: (run) =>
      all(
        onVisibility('hidden', run),
        listen(view, 'pagehide', () => run(true)),
      ),
    onReturn: (run) =>
      all(
        onVisibility('visible', run),
        listen(view, 'online', () => run(false)),
        listen(view, 'pageshow', (event) => {
          if ((event as PageTransitionEvent).persisted) run(true)
        }),
      ),
  }
}
