/** For tests: who is whom, told slowly from what was said, in the words of the contract. */

/**
 * `identify` gives an anonymous id (`from`) its user, `alias` a former id; `$unlink` takes back what was said of two ids before;
 * `merge` and `unlink` are an operator's.
 */
export interface Saying {
  kind: 'identify' | 'alias' | '$unlink' | 'merge' | 'unlink'
  from: string
  to: string
  /** Unix milliseconds. */
  time: number
}

export interface Ids {
  user: string
  anonymous: string
}

/** A name of the person behind an event, the same for everybody who is the same. */
export function personIn(sayings: readonly Saying[], { user, anonymous }: Ids): string {
  const users = userOf(sayings, user === '' ? anonymous : user, user === '')
  const known = new Set([users])
  for (let size = 0; size !== known.size; ) {
    size = known.size
    for (const { kind, from, to } of sayings) {
      if ((kind !== 'alias' && kind !== 'merge') || isUndone(sayings, from, to)) continue
      if (known.has(from)) known.add(to)
      if (known.has(to)) known.add(from)
    }
  }
  return [...known].toSorted().join(' = ')
}

/** An anonymous id belongs to the first user it was given to; a user id is its own. */
function userOf(sayings: readonly Saying[], id: string, isAnonymous: boolean): string {
  if (!isAnonymous) return id
  const given = sayings.filter(
    ({ kind, from, to }) =>
      (kind === 'identify' || kind === 'alias') && from === id && !isUndone(sayings, from, to),
  )
  return given.toSorted((a, b) => a.time - b.time)[0]?.to ?? id
}

/** The last word about two ids, whichever stood first: an operator's where there is one, else what events said. */
function isUndone(sayings: readonly Saying[], one: string, other: string): boolean {
  const words = sayings
    .filter(({ from, to }) => (from === one && to === other) || (from === other && to === one))
    .toSorted((a, b) => a.time - b.time)
  const decided = words.findLast(({ kind }) => kind === 'merge' || kind === 'unlink')
  return decided ? decided.kind === 'unlink' : words.at(-1)?.kind === '$unlink'
}
