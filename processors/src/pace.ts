/** How often a partition bothers the store: an insert has a price of its own, whatever is in it, and so has a small part when it is merged. */

/** From the beginning of one insert to that of the next: an event is seen within a second, and blocks are as large as that allows. */
const EVERY_MS = 700

/** How long to let events gather after an insert that took `spentMs`. What comes after a silence does not wait. */
export const restMs = (spentMs: number, everyMs = EVERY_MS): number => Math.max(0, everyMs - spentMs)
