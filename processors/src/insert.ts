/** Puts rows into the store under a token: tries again under pressure, and finds the rows that are refused for good. */
import { StoreError } from '@firefly/clickhouse/errors'
import type { Block, Store } from '@firefly/clickhouse/store'
import { eventBlock, eventColumns } from '@firefly/clickhouse/tables/events'
import type { ArrivedRow, Chunk } from './chunk.ts'
import { type Patience, patiently } from './patience.ts'

export interface Refused {
  row: ArrivedRow
  detail: string
}

export interface InsertOptions extends Patience {
  store: Store
}

/**
 * Resolves with the refused rows once all others of the chunk are stored. Rejects only when `signal` aborts.
 * `rows` are made only when the store refuses the block as a whole.
 */
export async function insertChunk(
  { block }: Chunk,
  rows: () => ArrivedRow[],
  token: string,
  options: InsertOptions,
): Promise<Refused[]> {
  if (block.rows === 0) return []
  const refusal = await insertPatiently(eventsIn(block.end(), token), options)
  return refusal ? halve(rows(), refusal, token, options) : []
}

/** The same for rows that are at hand. */
export async function insertRows(
  rows: ArrivedRow[],
  token: string,
  options: InsertOptions,
): Promise<Refused[]> {
  if (rows.length === 0) return []
  const refusal = await insertPatiently(eventsIn(eventBlock(rows), token), options)
  return refusal ? halve(rows, refusal, token, options) : []
}

/** A refused block is halved under tokens of its own, so a replay halves and names the same. */
async function halve(
  rows: ArrivedRow[],
  refusal: StoreError,
  token: string,
  options: InsertOptions,
): Promise<Refused[]> {
  const [row] = rows
  if (rows.length === 1 && row) return [{ row, detail: `ClickHouse code ${refusal.code ?? 'none'}` }]
  const middle = rows.length >> 1
  const left = await insertRows(rows.slice(0, middle), `${token}/0`, options)
  return [...left, ...(await insertRows(rows.slice(middle), `${token}/1`, options))]
}

const eventsIn = (native: Uint8Array, token: string): Block => ({
  table: 'events',
  columns: eventColumns,
  native,
  token,
})

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

/**
 * For rows that may be told twice. Where the insert failed first, or is a replay, it is made once more under another name:
 * a store without room may remember a block that it never kept.
 */
export async function insertTwiceInDoubt(
  block: (token: string) => Block,
  token: string,
  { isReplay, ...options }: InsertOptions & { isReplay: boolean },
): Promise<void> {
  let isDoubtful = isReplay
  const onRetry: InsertOptions['onRetry'] = (error, waitMs) => {
    isDoubtful = true
    options.onRetry(error, waitMs)
  }
  for (let name = token; ; name += '/again') {
    const refusal = await insertPatiently(block(name), { ...options, onRetry })
    if (refusal) throw refusal
    if (!isDoubtful) return
    isDoubtful = false
  }
}
