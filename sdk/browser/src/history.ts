/** Stands around the two ways by which a page changes its address without a load. */
import { all } from './lifecycle.ts'

/** `run` is given the change, and makes it. The answer ends it. */
export const aroundHistory = (history: History, run: (change: () => void) => void): (() => void) =>
  all(
    ...(['pushState', 'replaceState'] as const).map((name) => {
      const original = history[name]
      const wrapped = function (this: History, ...change: Parameters<History['pushState']>): void {
        run(() => original.apply(this, change))
      }
      history[name] = wrapped
      return () => {
        // Someone else may have wrapped ours since: then it stays.
        if (history[name] === wrapped) history[name] = original
      }
    }),
  )
