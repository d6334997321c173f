/** Whoever belongs somewhere, page by page in the order of their ids, so that any number of people fits in memory. */
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Asking } from '../analyses/analysis.ts'
import { eventsOf, personOf } from '../persons.ts'
import { membership, type PlacedCohort } from './membership.ts'

const MOST = 100_000

/** The people of a cohort who have done anything, as SQL with the column `person`. */
export const peopleSql = (placed: PlacedCohort): Sql => sql`
  SELECT ${personOf(placed.scope.project)} AS person FROM ${eventsOf(placed.scope.project)}
  WHERE project = ${bind('String', placed.scope.project.name)}
    AND time < fromUnixTimestamp64Milli(${bind('Int64', placed.scope.to)}) AND ${membership(placed)}`

export const countSql = (people: Sql): Sql => sql`SELECT uniqExact(person) AS size FROM (${people})`

export async function* personPages(
  people: Sql,
  ask: Asking['ask'],
  most = MOST,
): AsyncGenerator<readonly string[]> {
  for (let after: string | undefined = '0'; after !== undefined; ) {
    const rows: { id: string }[] = await ask<{ id: string }>(statement(pageSql(people, after, most)))
    if (rows.length > 0) yield rows.map(({ id }) => id)
    after = rows.length < most ? undefined : rows.at(-1)?.id
  }
}

const pageSql = (people: Sql, after: string, most: number): Sql => sql`
SELECT toString(person) AS id
FROM (SELECT DISTINCT person FROM (${people}) WHERE person > toUInt64(${bind('String', after)}) ORDER BY person LIMIT ${bind('UInt32', most)})
ORDER BY person`

const IDS_AT_ONCE = 5_000

/** The people that ids belong to, whether they were ever seen or not. */
export async function* pagesOfIds(
  ids: readonly string[],
  ask: Asking['ask'],
): AsyncGenerator<readonly string[]> {
  const own = [...new Set(ids)]
  for (let at = 0; at < own.length; at += IDS_AT_ONCE) {
    const some = bind('Array(String)', own.slice(at, at + IDS_AT_ONCE))
    const rows = await ask<{ id: string }>(
      statement(sql`SELECT toString(xxHash64(arrayJoin(${some}))) AS id`),
    )
    yield rows.map(({ id }) => id)
  }
}
