/** Keeps unsent events beyond the page: written in chunks, erased once acknowledged, adopted when their owner is gone. */
import type { Platform, Store } from './platform.ts'
import { type Chunk, type Row, rowsToText, textToRows } from './row.ts'

export interface Journal {
  /** Takes over the rows of owners that no longer live. */
  adopt: () => Promise<Row[]>
  /** Writes those of the rows that are in memory alone; rejects when the store cannot. */
  write: (rows: readonly Row[]) => Promise<void>
  /** The rows are done with: acknowledged, refused for good, or dropped. `rest` is what is left. */
  erase: (rows: readonly Row[], rest: readonly Row[]) => void
  /** Writes at once, without waiting for the store, what the store has not confirmed; answers what is kept. */
  spill: (rows: readonly Row[]) => Row[]
  /** Lets go of everything owned, so that the next page, or this one again, may adopt it. */
  release: () => void
  /** Removes everything, whoever owns it. */
  clear: () => Promise<void>
}

/** How a tracker comes to its journal. `makeOwner` names it; what goes wrong unseen is told to `onFailure`. */
export type OpenJournal = (
  platform: Pick<Platform, 'openStore' | 'spillway' | 'ownership'>,
  makeOwner: () => string,
  onFailure: (error: unknown) => void,
) => Journal

/** A chunk has one key in both places: what was written twice is read once. */
export function createJournal(
  { openStore, spillway, ownership }: Pick<Platform, 'openStore' | 'spillway' | 'ownership'>,
  makeOwner: () => string,
  onFailure: (error: unknown) => void,
): Journal {
  let opening: Store | Promise<Store> | undefined
  let owner = makeOwner()
  /** The names whose chunks are this page's affair, and how to let go of each; another map after each release. */
  let held = new Map<string, () => void>()
  let count = FIRST

  const open = (): Store | Promise<Store> => (opening ||= openStore())
  /** False for what others have, or this page already. */
  const claim = async (name: string): Promise<boolean> => {
    const holding = held
    const letGo = !holding.has(name) && (await ownership.claim(name))
    if (!letGo) return false
    // The page may have left while the claim was under way.
    if (holding === held && !held.has(name)) return held.set(name, letGo).has(name)
    letGo()
    return false
  }
  const bind = (rows: readonly Row[], key = `${owner}/${count++}`): Chunk => {
    const chunk = { key, left: rows.length, durable: false, stale: false }
    for (const row of rows) row.chunk = chunk
    return chunk
  }
  const remove = async (key: string): Promise<void> => {
    spillway.remove(key)
    await (await open()).remove(key)
  }
  const forget = (key: string): void => void remove(key).catch(onFailure)
  const keysOf = async (name: string): Promise<string[]> => {
    const keys = new Set(spillway.keys().concat(await (await open()).keys()))
    const own = Array.from(keys).filter((key) => key.startsWith(name))
    // By the text of their keys: an owner's name begins with when it was made, and its numbers are of one length.
    // oxlint-disable-next-line no-array-sort, require-array-sort-compare -- as text; and browsers of 2020 sort in place.
    return own.sort()
  }
  const read = async (key: string): Promise<Row[]> => {
    try {
      const rows = textToRows(spillway.get(key) || (await (await open()).get(key)) || '[]')
      bind(rows, key).durable = true
      return rows
    } catch (error) {
      // Text that cannot be read today cannot be read tomorrow.
      forget(key)
      onFailure(error)
      return []
    }
  }

  return {
    async adopt() {
      const holding = held
      const rows: Row[] = []
      // What this page spills from here on, no other takes for an orphan.
      await claim(owner)
      const owners = new Set((await keysOf('')).map((key) => key.slice(0, key.indexOf('/'))))
      for (const name of Array.from(owners))
        if (holding === held && (await claim(name)))
          // Looked up again after the claim: the owner may have written until its last moment.
          for (const key of await keysOf(`${name}/`)) rows.push(...(await read(key)))
      return holding === held ? rows : []
    },
    async write(all) {
      const rows = all.filter(({ chunk }) => !chunk)
      if (rows.length === 0) return
      const holding = held
      const chunk = bind(rows)
      try {
        const store = await open()
        // Nothing is written under a name that is not held: another page would take it for an orphan.
        await claim(owner)
        if (holding !== held || chunk.durable || !chunk.left) return
        const kept = await store.set(chunk.key, rowsToText(rows))
        // Spilled and left meanwhile, or all acknowledged: nothing to keep here.
        if (holding !== held || !chunk.left) await store.remove(chunk.key)
        else chunk.durable ||= kept
        if (!kept) throw new Error('storage')
      } finally {
        if (!chunk.durable) for (const row of rows) row.chunk = undefined
      }
    },
    erase(rows) {
      for (const { chunk } of rows) {
        if (!chunk) continue
        chunk.stale = true
        if (--chunk.left === 0) forget(chunk.key)
      }
    },
    spill(all) {
      const fresh = all.filter(({ chunk }) => !chunk)
      bind(fresh)
      for (const chunk of Array.from(new Set(all.map((row) => row.chunk as Chunk)))) {
        if (chunk.durable && !chunk.stale) continue
        const text = rowsToText(all.filter((row) => row.chunk === chunk))
        if (spillway.set(chunk.key, text)) Object.assign(chunk, { durable: true, stale: false })
      }
      for (const row of fresh) if (!row.chunk?.durable) row.chunk = undefined
      return all.filter(({ chunk }) => chunk?.durable)
    },
    release() {
      held.forEach((letGo) => letGo())
      held = new Map()
      owner = makeOwner()
    },
    async clear() {
      for (const key of await keysOf('')) await remove(key)
    },
  }
}

/** Counted from here, numbers sort as text for as long as any page lives. */
const FIRST = 1e9
