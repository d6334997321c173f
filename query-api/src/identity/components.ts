/** Which ids are one person: the connected components of what joined them. */

/** Two ids, as the decimal text of their 64-bit hashes. */
export type Pair = readonly [string, string]

/**
 * The person of every joined id: the smallest of those it is joined with, so that the order of the pairs changes nothing.
 * Union by path halving: practically linear.
 */
export function personsOf(pairs: readonly Pair[]): Map<string, string> {
  const parent = new Map<string, string>()
  for (const [one, other] of pairs) {
    const [a, b] = [rootOf(parent, one), rootOf(parent, other)]
    if (a !== b) parent.set(isLess(a, b) ? b : a, isLess(a, b) ? a : b)
  }
  return new Map([...parent.keys()].map((id) => [id, rootOf(parent, id)]))
}

function rootOf(parent: Map<string, string>, id: string): string {
  let at = id
  if (!parent.has(at)) parent.set(at, at)
  for (let up = parent.get(at) ?? at; up !== at; up = parent.get(at) ?? at) {
    const above = parent.get(up) ?? up
    parent.set(at, above)
    at = above
  }
  return at
}

/** As numbers; a shorter decimal text is the smaller number. */
const isLess = (a: string, b: string): boolean => (a.length === b.length ? a < b : a.length < b.length)
