/** Keeps what was set aside in the store's `quarantine` table, once, under the token of its range. */
import type { Store } from '@firefly/clickhouse/store'
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

export async function quarantine(store: Store, list: readonly SetAside[], token: string): Promise<void> {
  if (list.length === 0) return
  const lines = list.map((one) => `${JSON.stringify(COLUMNS.map((column) => one[column]))}\n`).join('')
  await store.insert({ table: 'quarantine', columns: COLUMNS, lines: Buffer.from(lines), token })
}
