/** The smallest journal: all that a page has not sent is one text, in a storage that answers at once. */
import type { Journal } from '../journal.ts'
import type { Platform } from '../platform.ts'
import { type Row, rowsToText, textToRows } from '../row.ts'

export function createSmallJournal(
  { spillway, ownership }: Pick<Platform, 'spillway' | 'ownership'>,
  makeOwner: () => string,
): Journal {
  let owner = makeOwner()
  /** Lets go of its name; none while it is not held. */
  let letGo: (() => void) | undefined
  /** What others have left, until it is written under the name of this page. */
  const adopted = new Map<string, () => void>()

  const save = (rows: readonly Row[]): boolean => {
    if (rows.length > 0 && !spillway.set(owner, rowsToText(rows))) return false
    adopted.forEach((_free, key) => spillway.remove(key))
    free()
    if (rows.length === 0) spillway.remove(owner)
    return true
  }
  const free = (): void => {
    adopted.forEach((letGo) => letGo())
    adopted.clear()
  }
  /** Text that cannot be read today cannot be read tomorrow. */
  const read = (key: string): Row[] => {
    try {
      return textToRows(spillway.get(key) || '[]')
    } catch {
      return []
    }
  }
  /** Undefined for what a living page has, or when this one has let go meanwhile. */
  const claim = async (name: string): Promise<(() => void) | undefined> => {
    const own = owner
    const free = await ownership.claim(name)
    if (own === owner) return free
    free?.()
    return undefined
  }
  return {
    async adopt() {
      const own = owner
      const rows: Row[] = []
      letGo ||= await claim(own)
      // oxlint-disable-next-line no-array-sort, require-array-sort-compare -- as text: a name begins with when it was made.
      for (const key of spillway.keys().sort()) {
        const free = key !== owner && !adopted.has(key) && (await claim(key))
        if (!free) continue
        adopted.set(key, free)
        rows.push(...read(key))
      }
      return own === owner ? rows : []
    },
    async write(rows) {
      // Nothing is written under a name that is not held, but what is said last: another page would take it for an orphan.
      if (letGo && !save(rows)) throw new Error('storage')
    },
    erase(_rows, rest) {
      if (letGo) save(rest)
    },
    spill: (rows) => (save(rows) ? Array.from(rows) : []),
    release() {
      free()
      letGo?.()
      letGo = undefined
      owner = makeOwner()
    },
    async clear() {
      spillway.keys().forEach(spillway.remove)
    },
  }
}
