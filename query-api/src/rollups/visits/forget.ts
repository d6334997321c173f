/** Takes away what of sealed sessions no question asks for any more: of days that were sealed again since, or whose sealing was cut off. */
import type { Purge } from '@firefly/clickhouse/purge'
import { bind, naturals, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import type { Batch } from '../seal.ts'
import { UNHURRIED } from '../unhurried.ts'
import { sealOf } from './seal.ts'

/** So long ago that no question and no other process can be about to use it. */
const FORGOTTEN_MS = 24 * 60 * 60_000

export async function forgetVisits(
  store: Store,
  purge: Pick<Purge, 'hide'>,
  batch: Pick<Batch, 'project' | 'days'>,
  now: number,
): Promise<void> {
  const { rows } = await store.query<{ seal: string }>(statement(staleSql(batch, now)), UNHURRIED)
  if (rows.length === 0) return
  const stale = naturals(rows.map(({ seal }) => seal))
  for (const table of ['sealed_visits', 'split_visits'])
    await purge.hide(table, sql`${inDays(batch)} AND has(${stale}, seal)`)
}

const inDays = ({ project, days }: Pick<Batch, 'project' | 'days'>): Sql =>
  sql`project = ${bind('String', project)} AND has(${bind(
    'Array(Int64)',
    days.map(({ day }) => day),
  )}, day)`

/** The seal that holds is the one of the day as it was last. */
const staleSql = (batch: Pick<Batch, 'project' | 'days'>, now: number): Sql => sql`
SELECT DISTINCT seal FROM sealed_visits
WHERE ${inDays(batch)} AND seal < toUInt64(${bind('String', sealOf(now - FORGOTTEN_MS))}) AND (day, seal) NOT IN (
  SELECT day, argMax(seal, (arrived, seal)) FROM visit_seals WHERE ${inDays(batch)} GROUP BY day)`
