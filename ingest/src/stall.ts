/**
 * Tells a stall that is over from one that lasts. A loop that stood still for as long as its delay is taken together has no
 * delay to tell, which reads as one without end until the next look, also where all of it was one long pause.
 */

/** How often the delay is looked at, in milliseconds. */
const LOOK_MS = 1_000

/** Gives a question to be asked of each delay beyond the limit, in milliseconds: is it one that nobody should be kept waiting by? */
export function createStall(now: () => number = () => performance.now()): (delayMs: number) => boolean {
  let [began, seen] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  return (delayMs) => {
    if (Number.isFinite(delayMs)) return true
    const at = now()
    if (at - seen > 2 * LOOK_MS) began = at
    seen = at
    return at - began > LOOK_MS
  }
}
