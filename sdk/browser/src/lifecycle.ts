/** When the user leaves and comes back, as browsers tell it. */
import type { Platform } from '@firefly/core/platform'

/** Listens to each of the `types`, apart by spaces, on its way down, until the answer is called. */
// oxlint-disable-next-line no-unnecessary-type-parameters -- who listens knows what kind of event it hears.
export function listen<Heard extends Event>(
  target: EventTarget,
  types: string,
  run: (event: Heard) => void,
): () => void {
  const each = types.split(' ')
  each.forEach((type) => target.addEventListener(type, run as EventListener, true))
  return () => each.forEach((type) => target.removeEventListener(type, run as EventListener, true))
}

/** Undoes several things in one call. */
export const all =
  (...undo: (() => void)[]) =>
  (): void =>
    undo.forEach((each) => each())

/** `visibilitychange` is the last that a phone tells; after `pagehide` only the back-forward cache brings a page back. */
export const lifecycle: Pick<Platform, 'onLeave' | 'onReturn'> = {
  onLeave: (run) =>
    listen(window, 'visibilitychange pagehide', ({ type }) => {
      const gone = type === 'pagehide'
      if (gone || document.hidden) run(gone)
    }),
  onReturn: (run) =>
    listen(window, 'visibilitychange online pageshow', ({ type, persisted }: PageTransitionEvent) => {
      if (persisted ?? (type === 'online' || !document.hidden)) run(type === 'pageshow')
    }),
}
