/** Keeps what was set aside in the store's `quarantine` table, once, under the token of its range. */
import { linesOf } from '@firefly/clickhouse/lines'
import type { Fingerprint } from '../fingerprint.ts'
import type { Range } from '../first-try.ts'
import { type InsertOptions, insertPatiently } from '../insert.ts'
import { patiently } from '../patience.ts'
import type { SetAside } from './set-aside.ts'
import { asideIn, nameOfRecord } from './there.ts'

const COLUMNS = [
  'project',
  'reason',
  'detail',
  'log_partition',
  'log_offset',
  'record',
  'events',
] as const satisfies (keyof SetAside)[]

export interface QuarantineOptions extends InsertOptions {
  range: Range
  fingerprint: Fingerprint
  /** An earlier try of the range may have kept some of it, and under its token perhaps other records. */
  isReplay: boolean
}

/**
 * Rejects when `signal` aborts, or when the store refuses a row of ours, which is a mistake of ours. What was tried before is looked
 * for, as a store without room may remember a block that it never kept.
 */
export async function quarantine(
  list: readonly SetAside[],
  token: string,
  options: QuarantineOptions,
): Promise<void> {
  let isDoubtful = options.isReplay
  const onRetry: InsertOptions['onRetry'] = (error, waitMs) => {
    isDoubtful = true
    options.onRetry(error, waitMs)
  }
  let left = isDoubtful ? await notThere(list, options) : list
  for (let name = isDoubtful ? `${token}/again` : token; left.length > 0; name += '/again') {
    await insert(left, name, { ...options, onRetry })
    if (!isDoubtful) return
    left = await notThere(left, options)
  }
}

async function insert(list: readonly SetAside[], token: string, options: InsertOptions): Promise<void> {
  const lines = linesOf(list.map((one) => COLUMNS.map((column) => one[column])))
  const block = { table: 'quarantine', columns: COLUMNS, lines, token }
  const refusal = await insertPatiently(block, options)
  if (refusal) throw refusal
}

async function notThere(
  list: readonly SetAside[],
  { store, range, fingerprint, ...patience }: QuarantineOptions,
): Promise<SetAside[]> {
  if (list.length === 0) return []
  const there = await patiently(() => asideIn(store, range), patience)
  return list.filter((one) => !there.has(nameOfRecord(one, fingerprint)))
}
