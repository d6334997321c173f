/** Puts rows into the store under a token: tries again under pressure, and finds the rows that are refused for good. */
import { StoreError } from '@firefly/clickhouse/errors'
import type { Block, Store } from '@firefly/clickhouse/store'
import { eventBlock, eventColumns } from '@firefly/clickhouse/tables/events'
import type { ArrivedRow } from './chunk.ts'
import { type Patience, patiently } from './patience.ts'

export interface Refused {
  row: ArrivedRow
  detail: string
}

export interface InsertOptions extends Patience {
  store: Store
}

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
  const block = { table: 'events', columns: eventColumns, native: eventBlock(rows), token }
  const refusal = await insertPatiently(block, options)
  if (!refusal) return []
  const [row] = rows
  if (rows.length === 1 && row) return [{ row, detail: `ClickHouse code ${refusal.code ?? 'none'}` }]
  const middle = rows.length >> 1
  const left = await insertRows(rows.slice(0, middle), `${token}/0`, options)
  return [...left, ...(await insertRows(rows.slice(middle), `${token}/1`, options))]
}

/** Resolves once the block is stored, or with the store's refusal. */
export async function insertPatiently(
  block: Block,
  { store, ...patience }: InsertOptions,
): Promise<StoreError | undefined> {
  try {
    await patiently(() => store.insert(block), patience)
    return undefined
  } catch (error) {
    if (error instanceof StoreError && error.trouble === 'refused') return error
    throw error
  }
}
