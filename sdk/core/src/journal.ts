/** Keeps unsent events beyond the page: written in chunks, erased once acknowledged, adopted when their owner is gone. */
import type { Platform, Store } from './platform.ts'
import { type Chunk, isDurable, type Row, rowsToText, textToRows } from './row.ts'

export interface Journal {
  /** Takes over the rows of owners that no longer live. */
  adopt: () => Promise<Row[]>
  /** Writes those of the rows that are in memory alone. */
  write: (rows: readonly Row[]) => Promise<void>
  /** The rows are done with: acknowledged, refused for good, or dropped. */
  erase: (rows: readonly Row[]) => void
  /** Writes at once, without waiting for the store, what the store has not confirmed. */
  spill: (rows: readonly Row[]) => void
  /** Lets go of everything owned, so that the next page may adopt it. */
  release: () => void
  /** After a release: takes back what is still there, and answers those of the rows that others have taken over. */
  resume: (rows: readonly Row[]) => Promise<Row[]>
  /** Removes everything, whoever owns it. */
  clear: () => Promise<void>
}

export function createJournal(
  { openStore, spillway, ownership }: Pick<Platform, 'openStore' | 'spillway' | 'ownership'>,
  makeOwner: () => string,
  onFailure: (error: unknown) => void,
): Journal {
  let opening: Store | Promise<Store> | undefined
  let owner = makeOwner()
  /** The names whose chunks are this page's affair, and how to let go of those it holds. */
  const names = new Set([owner])
  let held = new Map<string, () => void>()
  let count = FIRST
  let last: Promise<unknown> = Promise.resolve()

  /** One thing after another: what is looked up must not change before it is acted upon. */
  const inTurn = <Result>(run: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(run)
    last = turn.catch(() => undefined)
    return turn
  }
  const claim = async (name: string): Promise<boolean> => {
    if (held.has(name)) return true
    const holding = held
    const letGo = await ownership.claim(name)
    // The page may have left while the claim was under way.
    if (letGo && holding === held) return names.add(name) && held.set(name, letGo).has(name)
    letGo?.()
    return false
  }
  /** Nothing is written under a name that is not held: another page would take it for an orphan. */
  const ready = async (): Promise<Store> => {
    opening ||= openStore()
    if (!(await claim(owner))) {
      // Let go of while the page was away, and adopted.
      owner = makeOwner()
      await claim(owner)
    }
    return opening
  }
  const nextKey = (): string => `${owner}/${count++}`
  const remove = (place: Store, key: string) => (): void => {
    Promise.resolve(place.remove(key)).catch(onFailure)
  }
  const bind = (rows: readonly Row[], key: string, durable: boolean, remove: () => void): Chunk => {
    const chunk = { key, left: rows.length, durable, remove }
    for (const row of rows) row.chunks.push(chunk)
    return chunk
  }
  const read = async (place: Store, key: string): Promise<Row[]> => {
    const forget = remove(place, key)
    try {
      const rows = textToRows((await place.get(key)) || '[]')
      bind(rows, key, true, forget)
      return rows
    } catch (error) {
      // Text that cannot be read today cannot be read tomorrow.
      forget()
      onFailure(error)
      return []
    }
  }

  const everything = async (): Promise<[string, Store][]> => {
    const found: [string, Store][] = []
    for (const place of [await ready(), spillway])
      for (const key of await place.keys()) found.push([key, place])
    // By the text of their keys: an owner's name begins with when it was made, and its numbers are of one length.
    // oxlint-disable-next-line no-array-sort, require-array-sort-compare -- as text; and browsers of 2020 sort in place.
    return found.sort()
  }

  const adopt = async (): Promise<Row[]> => {
    const rows: Row[] = []
    for (const name of new Set((await everything()).map(([key]) => ownerOf(key)))) {
      if (names.has(name) || !(await claim(name))) continue
      // Looked up again after the claim: the owner may have written until its last moment.
      for (const [key, place] of await everything())
        if (ownerOf(key) === name) rows.push(...(await read(place, key)))
    }
    return rows
  }
  const resume = async (rows: readonly Row[]): Promise<Row[]> => {
    const holding = held
    const lost: string[] = []
    for (const name of names) if (!(await claim(name))) lost.push(name)
    const keys = (await everything()).map(([key]) => key)
    // Gone again meanwhile: there will be another return.
    if (holding !== held) return []
    for (const name of lost) names.delete(name)
    const ours = new Set(keys.filter((key) => names.has(ownerOf(key))))
    return rows.filter((row) => isDurable(row) && !row.chunks.some(({ key }) => ours.has(key)))
  }
  const write = async (rows: readonly Row[], chunk: Chunk): Promise<void> => {
    const store = await ready()
    // All acknowledged meanwhile: nothing to keep.
    if (chunk.left === 0) return
    chunk.key = nextKey()
    chunk.remove = remove(store, chunk.key)
    if (!(await store.set(chunk.key, rowsToText(rows)))) throw new Error('storage')
    chunk.durable = true
    if (chunk.left === 0) chunk.remove()
  }

  return {
    adopt: () => inTurn(adopt),
    resume: (rows) => inTurn(() => resume(rows)),
    write(all) {
      const rows = all.filter(({ chunks }) => chunks.length === 0)
      if (rows.length === 0) return Promise.resolve()
      const chunk = bind(rows, '', false, () => undefined)
      return inTurn(() => write(rows, chunk)).catch((error: unknown) => {
        for (const row of rows) row.chunks = row.chunks.filter((each) => each !== chunk)
        throw error
      })
    },
    erase(rows) {
      for (const { chunks } of rows) for (const chunk of chunks) if (--chunk.left === 0) chunk.remove()
    },
    spill(all) {
      const rows = all.filter((row) => !isDurable(row))
      const key = nextKey()
      if (rows.length > 0 && spillway.set(key, rowsToText(rows))) bind(rows, key, true, remove(spillway, key))
    },
    release() {
      for (const letGo of held.values()) letGo()
      held = new Map()
    },
    clear: () =>
      inTurn(async () => {
        for (const [key, place] of await everything()) await place.remove(key)
      }),
  }
}

/** Counted from here, numbers sort as text for as long as any page lives. */
const FIRST = 1e9

const ownerOf = (key: string): string => key.slice(0, key.indexOf('/'))
