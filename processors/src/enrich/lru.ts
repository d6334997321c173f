/** Remembers the answers of a pure function, for the inputs asked most recently. */

/**
 * `compute` must give the same answer for the same key. At most `size` answers are kept; those for the last `size / 2`
 * different keys always are. Two generations, because taking the oldest key out of one Map again and again walks over all the
 * holes left before it: measured with 50,000 places, 13 k new addresses/s against 93 k.
 */
export function remember<Answer extends object>(
  size: number,
  compute: (key: string) => Answer,
): (key: string) => Answer {
  const half = Math.max(1, Math.floor(size / 2))
  let young = new Map<string, Answer>()
  let old = new Map<string, Answer>()
  return (key) => {
    const known = young.get(key)
    if (known) return known
    const answer = old.get(key) ?? compute(key)
    if (young.size >= half) [old, young] = [young, new Map<string, Answer>()]
    young.set(key, answer)
    return answer
  }
}
