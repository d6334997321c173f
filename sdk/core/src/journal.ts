/** Keeps unsent events beyond the page: written in chunks, erased once acknowledged, adopted when their owner is gone. */
import type { Ownership, State, Store } from './platform.ts'
import { type Row, rowsToText, textToRows } from './row.ts'

/** Rows that were written together; the chunk goes when the last of them does. */
export interface Chunk {
  left: number
  /** False until the store has confirmed it. */
  durable: boolean
  remove: () => void
}

export interface Journal {
  /** Takes over the rows of owners that no longer live. */
  adopt(): Promise<Row[]>
  /** Writes those of the rows that are in memory alone. */
  write(rows: readonly Row[]): Promise<void>
  /** The rows are done with: acknowledged, refused for good, or dropped. */
  erase(rows: readonly Row[]): void
  /** Writes at once, without waiting for the store, what the store has not confirmed. */
  spill(rows: readonly Row[]): void
  /** Lets go of everything owned, so that the next page may adopt it. What is written later belongs to a new owner. */
  release(): void
  /** Removes everything, whoever owns it. */
  clear(): Promise<void>
}

export interface JournalNeeds {
  openStore: () => Promise<Store>
  /** Synchronous, small, and there when the page is going away. */
  state: State
  ownership: Ownership
  makeOwner: () => string
  onFailure: (error: unknown) => void
}

/** Spilled chunks live beside the identity; this tells them apart. */
const SPILL = 'queue/'

export function createJournal({ openStore, state, ownership, makeOwner, onFailure }: JournalNeeds): Journal {
  let opened: Promise<Store> | undefined
  let owner = makeOwner()
  let owned = new Map<string, () => void>()
  let holding: Promise<void> | undefined
  let count = 0

  const open = (): Promise<Store> => (opened ??= openStore())
  const claim = async (name: string): Promise<boolean> => {
    const owners = owned
    const letGo = await ownership.claim(name)
    if (!letGo) return false
    // The page may have left while the claim was under way.
    if (owners !== owned) letGo()
    else owned.set(name, letGo)
    return owners === owned
  }
  /** A name nobody else can have guessed is taken only when it was let go of and adopted: then another will do. */
  const takeName = async (): Promise<void> => {
    if (await claim(owner)) return
    owner = makeOwner()
    await claim(owner)
  }
  const hold = (): Promise<void> => (holding ??= takeName())
  const nextKey = (): string => `${owner}/${count++}`

  const removeStored = (key: string): void => {
    open()
      .then((store) => store.remove(key))
      .catch(onFailure)
  }
  const read = (key: string, text: string | undefined, remove: () => void): Row[] => {
    try {
      const rows = text === undefined ? [] : textToRows(text)
      const chunk: Chunk = { left: rows.length, durable: true, remove }
      return rows.map((row) => ({ ...row, chunks: [chunk] }))
    } catch (error) {
      onFailure(new Error(`unreadable chunk ${key}: ${String(error)}`))
      remove()
      return []
    }
  }
  /** Looks again after the claim: the owner may have written until its last moment. */
  const readOwner = async (store: Store, name: string): Promise<Row[]> => {
    const rows: Row[] = []
    for (const key of (await store.keys()).filter((key) => ownerOf(key) === name))
      rows.push(...read(key, await store.get(key), () => removeStored(key)))
    for (const key of spilled(state).filter((key) => ownerOf(key) === name))
      rows.push(...read(key, state.get(SPILL + key), () => state.remove(SPILL + key)))
    return rows
  }

  return {
    async adopt() {
      await hold()
      const store = await open()
      const keys = await store.keys()
      const rows: Row[] = []
      for (const name of new Set([...keys, ...spilled(state)].map(ownerOf)))
        if (!owned.has(name) && (await claim(name))) rows.push(...(await readOwner(store, name)))
      return rows
    },
    async write(all) {
      const rows = all.filter(({ chunks = [] }) => chunks.length === 0)
      if (rows.length === 0) return
      const chunk: Chunk = { left: rows.length, durable: false, remove: () => undefined }
      for (const row of rows) row.chunks = [chunk]
      try {
        await hold()
        // All acknowledged meanwhile: nothing to keep.
        if (chunk.left === 0) return
        const key = nextKey()
        chunk.remove = () => removeStored(key)
        await (await open()).set(key, rowsToText(rows))
        chunk.durable = true
        if (chunk.left === 0) chunk.remove()
      } catch (error) {
        for (const row of rows) row.chunks = row.chunks?.filter((kept) => kept !== chunk) ?? []
        throw error
      }
    },
    erase(rows) {
      for (const { chunks = [] } of rows) for (const chunk of chunks) if (--chunk.left === 0) chunk.remove()
    },
    spill(rows) {
      const loose = rows.filter((row) => !isDurable(row))
      if (loose.length === 0) return
      const key = SPILL + nextKey()
      if (!state.set(key, rowsToText(loose))) return
      const chunk: Chunk = { left: loose.length, durable: true, remove: () => state.remove(key) }
      for (const row of loose) row.chunks = [...(row.chunks ?? []), chunk]
    },
    release() {
      for (const letGo of owned.values()) letGo()
      owned = new Map()
      owner = makeOwner()
      holding = undefined
    },
    async clear() {
      for (const key of spilled(state)) state.remove(SPILL + key)
      const store = await open()
      for (const key of await store.keys()) await store.remove(key)
    },
  }
}

/** True when the row outlives the page. */
export const isDurable = ({ chunks = [] }: Row): boolean => chunks.some(({ durable }) => durable)

const ownerOf = (key: string): string => key.slice(0, key.indexOf('/'))

const spilled = (state: State): string[] =>
  state
    .keys()
    .filter((key) => key.startsWith(SPILL))
    .map((key) => key.slice(SPILL.length))
