/** Metadata that opens while everything else already works, and is tried again until it does. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from './database.ts'
import { MetadataError, toMetadataError } from './errors.ts'

export interface BackgroundOptions {
  open: () => Promise<Database>
  /** Each attempt that failed. */
  onFailure: (error: MetadataError) => void
  /** How long to wait before the next attempt. */
  againMs?: number
  /** How long a question waits for an attempt before it is told that metadata is unavailable. */
  patienceMs?: number
}

export interface BackgroundDatabase extends Database {
  /** Now it may be opened: whatever must not be slowed down by it has started. */
  begin(): void
}

/**
 * Usable at once: questions wait for the attempt that is under way, and are told when it fails.
 * `ready` rejects until it is open.
 */
export function openInBackground(options: BackgroundOptions): BackgroundDatabase {
  const { open, onFailure, againMs = 2_000, patienceMs = 30_000 } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const waiting = new Set<AbortController>()
  let database: Database | undefined
  let begin = (): void => {}
  const begun = new Promise<void>((resolve) => (begin = resolve))
  const attempt = async (): Promise<Database | undefined> => {
    if (signal.aborted) return undefined
    try {
      return (database = await open())
    } catch (error) {
      onFailure(toMetadataError(error))
      return undefined
    }
  }
  let current = begun.then(attempt)
  const trying = (async () => {
    while (!(await current) && !signal.aborted) {
      await patience(againMs, signal)
      current = attempt()
    }
  })()
  /** The attempt under way, for as long as a question waits; its timer goes with it. */
  const inTime = async (): Promise<Database | undefined> => {
    const wait = new AbortController()
    waiting.add(wait)
    try {
      return await Promise.race([current, patience(patienceMs, wait.signal)])
    } finally {
      waiting.delete(wait)
      wait.abort()
    }
  }
  const opened = async (): Promise<Database> => {
    const found = database ?? (await inTime())
    if (found) return found
    throw new MetadataError('unavailable', undefined, 'metadata is not open')
  }
  return {
    begin,
    query: async (statement) => (await opened()).query(statement),
    transaction: async (work) => (await opened()).transaction(work),
    async ready() {
      if (!database) throw new MetadataError('unavailable', undefined, 'metadata is not open')
      await database.ready()
    },
    async close() {
      stopping.abort()
      for (const wait of waiting) wait.abort()
      begin()
      await trying
      await database?.close()
    },
  }
}

const patience = (ms: number, signal: AbortSignal): Promise<undefined> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
