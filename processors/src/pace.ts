/** How often a partition bothers the store: an insert has a price of its own, whatever is in it. */

/** Least time between two inserts: few events should be seen at once. */
const LEAST_MS = 100
/** Nobody should wait longer than this for an insert to begin. */
const MOST_MS = 750
/** Of the time, inserting takes a third at most: the slower the store, the more events share an insert. */
const SHARE = 3

/** How long to let events gather after an insert that took `spentMs`. */
export const restMs = (spentMs: number, leastMs = LEAST_MS): number =>
  Math.max(0, Math.min(Math.max(leastMs, spentMs * SHARE), Math.max(leastMs, MOST_MS)) - spentMs)
