/** Puts rows into the store under a token: tries again under pressure, and finds the rows that are refused for good. */
import { setTimeout as sleep } from 'node:timers/promises'
import { StoreError } from '@firefly/clickhouse/errors'
import type { Block, Store } from '@firefly/clickhouse/store'
import { eventColumns, eventLines } from '@firefly/clickhouse/tables/events'
import type { ArrivedRow } from './chunk.ts'

export interface Refused {
  row: ArrivedRow
  detail: string
}

/** Told before each new try. */
export type OnRetry = (error: StoreError, waitMs: number) => void

export interface InsertOptions {
  store: Store
  signal: AbortSignal
  onRetry: OnRetry
}

const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 10_000

/**
 * Resolves with the refused rows once all others are stored. Rejects only when `signal` aborts.
 * A refused block is halved under tokens of its own, so a replay halves and names the same.
 */
export async function insertRows(
  rows: ArrivedRow[],
  token: string,
  options: InsertOptions,
): Promise<Refused[]> {
  if (rows.length === 0) return []
  const block = { table: 'events', columns: eventColumns, lines: eventLines(rows), token }
  const refusal = await insertPatiently(block, options)
  if (!refusal) return []
  const [row] = rows
  if (rows.length === 1 && row) return [{ row, detail: `ClickHouse code ${refusal.code ?? 'none'}` }]
  const middle = rows.length >> 1
  const left = await insertRows(rows.slice(0, middle), `${token}/0`, options)
  return [...left, ...(await insertRows(rows.slice(middle), `${token}/1`, options))]
}

/**
 * Resolves once the block is stored, or with the store's refusal. Everything else is waited out: pressure passes, and
 * a fault of ours is fixed by a new release, not by loss.
 */
export async function insertPatiently(
  block: Block,
  { store, signal, onRetry }: InsertOptions,
): Promise<StoreError | undefined> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    signal.throwIfAborted()
    try {
      await store.insert(block)
      return undefined
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      if (error.trouble === 'refused') return error
      const waitMs = wait * (0.5 + Math.random() / 2)
      onRetry(error, waitMs)
      await sleep(waitMs, undefined, { signal })
    }
  }
}
