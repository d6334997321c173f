/** How we open LMDB: durable before resolved, one commit for all that waits, and a disk that fails is an answer, not an end. */
import { setTimeout as sleep } from 'node:timers/promises'
import { allDbs, type Key, open, type RangeIterable, type RangeOptions, type RootDatabase } from 'lmdb'

export interface Environment<Value, Name extends Key> {
  /** Durable when it resolves; rejects with what the disk said. */
  put(key: Name, value: Value): Promise<void>
  get(key: Name): Value | undefined
  getRange(options?: RangeOptions): RangeIterable<{ key: Name; value: Value }>
  /** To be awaited before it is read: pending while it is opened again after a write that failed. */
  whole(): Promise<void> | undefined
  /** Resolves when nothing is under way any more: what is put after a failure is refused before what was put earlier has ended. */
  settled(): Promise<void>
  close(): Promise<void>
}

const ASK_AGAIN_MS = 20

/**
 * A commit that fails at its very last page leaves LMDB unable to write and to read until it is closed and opened again.
 * So that is done when it says so; what is put meanwhile is refused.
 */
export function openEnvironment<Value, Name extends Key>(
  path: string,
  encoding: 'binary' | 'json',
): Environment<Value, Name> {
  let db = openNow<Value, Name>(path, encoding)
  const state = { underWay: 0, closing: false }
  let mending: Promise<void> | undefined
  let latest: Promise<unknown> = Promise.resolve()
  const settled = async (): Promise<void> => {
    await latest.catch(() => undefined)
    while (state.underWay > 0) await sleep(ASK_AGAIN_MS)
  }
  const mend = async (): Promise<void> => {
    // The library's own thread has yet to end after it has told of a commit.
    await sleep(ASK_AGAIN_MS)
    await settled()
    await closed(db)
    while (!state.closing)
      try {
        db = openNow(path, encoding)
        return
      } catch {
        // Its writers are refused and its readers wait as long as the disk does not even open it.
        await sleep(ASK_AGAIN_MS)
      }
  }
  const mendIfLost = (reason: unknown): void => {
    if (isLost(reason)) mending ??= mend().finally(() => (mending = undefined))
  }
  const landed = (): void => void state.underWay--
  const failed = async (failure: unknown): Promise<never> => {
    const reason = await reasonOf(failure)
    state.underWay--
    mendIfLost(reason)
    throw refused(reason)
  }
  const reading = <Found>(read: () => Found): Found => {
    try {
      return read()
    } catch (error) {
      mendIfLost(error)
      throw error
    }
  }
  return {
    put(key, value) {
      if (mending) return Promise.reject(refused(new Error('a write before this one failed')))
      state.underWay++
      const writing = db.put(key, value).then(landed, failed)
      latest = writing
      return writing
    },
    get: (key) => reading(() => db.get(key)),
    getRange: (options) => reading(() => db.getRange(options)),
    whole: () => mending,
    settled,
    async close() {
      state.closing = true
      await mending
      await closed(db)
    },
  }
}

/** LMDB's MDB_PANIC: "update of meta page failed or environment had fatal error". */
const PANIC = -30795
const isLost = (reason: unknown): boolean => (reason as { code?: unknown } | undefined)?.code === PANIC

const GROUPED = {
  // With it a failed commit rejects one more promise, which nobody can reach, and Node ends the process.
  eventTurnBatching: false,
  // All that one turn of the event loop brings is one commit, which begins when the turn ends; but not so late when the disk has
  // nothing to do and the turn brings much, or all who send would wait for one commit together, again and again.
  txnStartThreshold: 16,
}

// A put must not resolve before the disk has it; without overlap a commit is visible only once it is flushed.
const PLAIN = { compression: false, overlappingSync: false }

const openNow = <Value, Name extends Key>(
  path: string,
  encoding: 'binary' | 'json',
): RootDatabase<Value, Name> => open({ path, encoding, ...PLAIN, ...GROUPED })

/** For what is written no more. */
export const openToRead = <Value, Name extends Key>(path: string): RootDatabase<Value, Name> =>
  open({ path, encoding: 'binary', ...PLAIN, readOnly: true })

declare module 'lmdb' {
  /** All that were ever opened, by the last part of their path; the driver exports it, and its types do not say so. */
  export const allDbs: Map<string, unknown>
}

/** Closes it for good: the driver would keep it in its list, and 400 kB with it. */
export async function closed(db: { close(): Promise<void> }): Promise<void> {
  for (const [name, one] of allDbs) if (one === db) allDbs.delete(name)
  await db.close()
}

/** Why a commit failed: it has rejected one promise with the cause and all others with that promise. */
async function reasonOf(failure: unknown): Promise<unknown> {
  const { commitError } = failure as { commitError?: Promise<never> }
  return commitError ? commitError.catch((why: unknown) => why) : failure
}

const refused = (reason: unknown): Error =>
  new Error(`the disk refused a write: ${reason instanceof Error ? reason.message : String(reason)}`, {
    cause: reason,
  })
