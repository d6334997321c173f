/** By what events are sorted: three keys, the same events, the questions people ask most. */
import { readFile } from 'node:fs/promises'
import { MIGRATIONS_FOLDER } from '@firefly/clickhouse/migrate'
import type { Store } from '@firefly/clickhouse/store'
import { costOf } from '../pipeline/cost.ts'
import { DAYS, FIRST_DAY, PROJECT } from '../query/generate.ts'
import { bytesOf, type Fastest, fastestOf } from './table-of.ts'

export interface OfTable {
  what: string
  /** Processor seconds for a million rows, copied from the same table. */
  filling: number
  bytesARow: number
  questions: Fastest[]
}

const KEYS = [
  '(project, event, toDate(time), person_id, time)',
  '(project, toDate(time), event, person_id, time)',
  '(project, toDate(time), person_id, time)',
]
const CODECS: Readonly<Record<string, (table: string) => string>> = {
  'as it is: ZSTD(1), times by their differences': (table) => table,
  'LZ4 instead': (table) => table.replaceAll('ZSTD(1)', 'LZ4'),
  'ZSTD(3) instead': (table) => table.replaceAll('ZSTD(1)', 'ZSTD(3)'),
  'times without differences': (table) => table.replaceAll(/(Double)?Delta, /g, ''),
  'no codec named (LZ4)': (table) => table.replaceAll(/ CODEC\([^)]*\)+/g, ''),
}

export async function measureOrders(store: Store, rows: number): Promise<OfTable[]> {
  const measured: OfTable[] = []
  for (const key of KEYS)
    measured.push(
      await measureTable(store, rows, key, (table) => table.replace(/ORDER BY .*/, `ORDER BY ${key}`)),
    )
  return measured
}

export async function measureCodecs(store: Store, rows: number): Promise<OfTable[]> {
  const measured: OfTable[] = []
  for (const [what, change] of Object.entries(CODECS))
    measured.push(await measureTable(store, rows, what, change))
  return measured
}

async function measureTable(
  store: Store,
  rows: number,
  what: string,
  change: (table: string) => string,
): Promise<OfTable> {
  const [created = ''] = (await readFile(`${MIGRATIONS_FOLDER}/0001-events.sql`, 'utf8')).split(';')
  await store.command(change(created).replace('CREATE TABLE events', 'CREATE TABLE t'))
  const columns = [...created.matchAll(/^ {4}(\w+) (?!.*(?:ALIAS|MATERIALIZED))/gm)]
    .map(([, name]) => name)
    .join()
  const fill = await costOf(() =>
    store.command(
      `INSERT INTO t (${columns}) SELECT ${columns} FROM events ORDER BY received_at, message_id SETTINGS async_insert = 0, max_insert_threads = 1`,
    ),
  )
  await store.command('OPTIMIZE TABLE t FINAL')
  const questions = await fastestOf(store, QUESTIONS)
  const bytesARow = (await bytesOf(store, 't')) / rows
  await store.command('DROP TABLE t SYNC')
  return { what, filling: (fill.cpuSeconds / rows) * 1e6, bytesARow, questions }
}

const in30Days = `project = '${PROJECT}' AND time >= toDateTime64('${FIRST_DAY}', 3, 'UTC') AND time < toDateTime64('${FIRST_DAY}', 3, 'UTC') + INTERVAL ${DAYS} DAY`
const QUESTIONS: Readonly<Record<string, string>> = {
  'one event a day': `SELECT toDate(time) AS day, count() FROM t WHERE ${in30Days} AND event = 'Product Added' AND platform = 'web' GROUP BY day`,
  'people a day, any event': `SELECT toDate(time) AS day, uniqExact(person_id) FROM t WHERE ${in30Days} GROUP BY day`,
  'funnel of three': `SELECT level, count() FROM (SELECT windowFunnel(86400000)(toUInt64(toUnixTimestamp64Milli(time)), event = '$pageview', event = 'Product Added', event = 'Order Completed') AS level
    FROM t WHERE ${in30Days} AND event IN ('$pageview', 'Product Added', 'Order Completed') GROUP BY person_id) GROUP BY level`,
  'one day of all events': `SELECT event, count() FROM t WHERE project = '${PROJECT}' AND time >= toDateTime64('${FIRST_DAY}', 3, 'UTC') + INTERVAL 10 DAY AND time < toDateTime64('${FIRST_DAY}', 3, 'UTC') + INTERVAL 11 DAY AND platform = 'web' GROUP BY event`,
}
