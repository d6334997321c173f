/** Tells of `pushState` and `replaceState`, which browsers do not. */

type Change = 'pushState' | 'replaceState'

/** Calls `run` after each change, once the page has set what belongs to it (its title). The answer undoes it where it still can. */
export function watchHistory(history: History, run: () => void): () => void {
  let watching = true
  const wrap = (name: Change): (() => void) => {
    const original = history[name]
    const wrapped: History[Change] = function (this: History, ...args) {
      original.apply(this, args)
      if (watching) setTimeout(run)
    }
    history[name] = wrapped
    return () => {
      // Someone else may have wrapped ours since: then it stays, and does nothing.
      if (history[name] === wrapped) history[name] = original
    }
  }
  const undo = (['pushState', 'replaceState'] as const).map(wrap)
  return () => {
    watching = false
    for (const each of undo) each()
  }
}
