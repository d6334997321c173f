/**
 * A long range cut where the events lie, so that each piece fits in memory: by days, crowded days by minutes. Whoever reads
 * slowly holds no connection of the store, and each piece has the limits of a question.
 */

/** Unix milliseconds, half-open. */
export interface Slice {
  from: number
  to: number
}
/** How many events there are in each stretch of so many milliseconds, by its begin; empty ones may be left out. */
export type Count = (within: Slice, width: number) => Promise<Map<number, number>>

const MINUTE = 60_000
const DAY = 1_440 * MINUTE

/** Oldest first, without those that are empty; of more than `most` events only where a single minute has them. */
export async function* slicesOf(
  range: Slice,
  most: number,
  count: Count,
  width = DAY,
): AsyncGenerator<Slice> {
  const counts = [...(await count(range, width))].toSorted(([a], [b]) => a - b)
  let open: Slice | undefined
  let held = 0
  for (const [start, events] of counts) {
    const own = { from: Math.max(start, range.from), to: Math.min(start + width, range.to) }
    if (open && held + events > most) {
      yield open
      open = undefined
      held = 0
    }
    if (events > most && width > MINUTE) yield* slicesOf(own, most, count, MINUTE)
    else {
      open = { from: open?.from ?? own.from, to: own.to }
      held += events
    }
  }
  if (open) yield open
}
