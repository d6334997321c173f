/** Keeps what was set aside in the store's `quarantine` table, once, under the token of its range. */
import { type InsertOptions, insertPatiently } from '../insert.ts'
import type { SetAside } from './set-aside.ts'

const COLUMNS = [
  'project',
  'reason',
  'detail',
  'log_partition',
  'log_offset',
  'record',
  'events',
] as const satisfies (keyof SetAside)[]

/** Rejects when `signal` aborts, or when the store refuses a row of ours, which is a mistake of ours. */
export async function quarantine(
  list: readonly SetAside[],
  token: string,
  options: InsertOptions,
): Promise<void> {
  if (list.length === 0) return
  const lines = list.map((one) => `${JSON.stringify(COLUMNS.map((column) => one[column]))}\n`).join('')
  const block = { table: 'quarantine', columns: COLUMNS, lines: Buffer.from(lines), token }
  const refusal = await insertPatiently(block, options)
  if (refusal) throw refusal
}
