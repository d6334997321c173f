/** The journal of a program that runs once, over a storage that answers at once: whatever lies there was left by a start before. */
import type { Journal } from './journal.ts'
import type { Platform } from './platform.ts'
import { type Chunk, type Row, rowsToText, textToRows } from './row.ts'

export function createPlainJournal(
  { spillway }: Pick<Platform, 'spillway'>,
  makeName: () => string,
  onFailure: (error: unknown) => void,
): Journal {
  let name = makeName()
  /** Counted from here, numbers sort as text for as long as any program runs. */
  let count = 1e9
  let isAdopted = false

  const bind = (rows: readonly Row[], key: string): void => {
    const chunk = { key, left: rows.length, durable: true, stale: false }
    for (const row of rows) row.chunk = chunk
  }
  const read = (key: string): Row[] => {
    try {
      const rows = textToRows(spillway.get(key) || '[]')
      bind(rows, key)
      return rows
    } catch (error) {
      // Text that cannot be read today cannot be read tomorrow.
      spillway.remove(key)
      onFailure(error)
      return []
    }
  }
  /** False when there is no room. */
  const save = (all: readonly Row[]): boolean => {
    const fresh = all.filter(({ chunk }) => !chunk)
    const key = `${name}/${count++}`
    if (fresh.length > 0 && !spillway.set(key, rowsToText(fresh))) return false
    bind(fresh, key)
    return true
  }
  /** Of what is partly done with the rest alone is worth keeping. */
  const renew = (chunk: Chunk | undefined, all: readonly Row[]): void => {
    if (chunk?.stale)
      chunk.stale = !spillway.set(chunk.key, rowsToText(all.filter((row) => row.chunk === chunk)))
  }
  return {
    async adopt() {
      if (isAdopted) return []
      isAdopted = true
      const rows: Row[] = []
      // oxlint-disable-next-line no-array-sort, require-array-sort-compare -- as text: a name begins with when it was made.
      for (const key of spillway.keys().sort()) if (!key.startsWith(name)) rows.push(...read(key))
      return rows
    },
    async write(all) {
      if (!save(all)) throw new Error('storage')
    },
    erase(rows) {
      for (const { chunk } of rows) {
        if (!chunk) continue
        chunk.stale = true
        if (--chunk.left === 0) spillway.remove(chunk.key)
      }
    },
    spill(all) {
      save(all)
      all.forEach(({ chunk }) => renew(chunk, all))
      return all.filter(({ chunk }) => chunk)
    },
    release() {
      isAdopted = false
      name = makeName()
    },
    async clear() {
      spillway.keys().forEach(spillway.remove)
    },
  }
}
