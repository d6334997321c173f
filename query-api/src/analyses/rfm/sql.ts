/** RFM as two statements: where people are parted in even shares, then people by the scores that gives them. */
import { bind, integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import type { RfmQuery } from '@firefly/protocol/query/rfm'
import { numberOf } from '../../catalog.ts'
import { floats } from '../../floats.ts'
import { lastOf } from '../../instants.ts'
import { eventsOf, personOf, type Project } from '../../persons.ts'
import type { Range } from '../../range.ts'
import { inScope } from '../../scope.ts'
import { selected } from '../../selection.ts'

/** Ascending; recency is negative, so that more is better everywhere. */
export interface BoundsRow {
  users: string | number
  recency: number[]
  frequency: number[]
  monetary: number[]
}
export interface RfmRow {
  r: string | number
  f: string | number
  m: string | number
  users: string | number
  recency: number
  frequency: number
  monetary: number
}

/** The k-th bound is the number of the last person of the k-th share, shares rounded up. */
export function boundsSql(query: RfmQuery, range: Range, project: Project): Sql {
  const bounds = (measure: Sql): Sql => shares(measure, query.scores)
  return sql`
SELECT count() AS users, ${bounds(sql`recency`)} AS recency, ${bounds(sql`frequency`)} AS frequency, ${bounds(sql`monetary`)} AS monetary
FROM (${people(query, range, project)}) AS people`
}

function shares(measure: Sql, scores: number): Sql {
  const sorted = sql`arraySort(groupArray(people.${measure}))`
  const each = Array.from(
    { length: scores - 1 },
    (_, at) =>
      sql`${sorted}[intDiv(count() * ${integer(at + 1)} + ${integer(scores - 1)}, ${integer(scores)})]`,
  )
  return sql`[${join(each, ', ')}]`
}

export const rfmSql = (query: RfmQuery, range: Range, project: Project, bounds: BoundsRow): Sql => sql`
SELECT ${scores(bounds)},
  count() AS users, avg(people.recency) AS recency, avg(people.frequency) AS frequency, avg(people.monetary) AS monetary
FROM (${people(query, range, project)}) AS people
GROUP BY r, f, m
ORDER BY r DESC, f DESC, m DESC`

export interface Scored {
  recency?: number | undefined
  frequency?: number | undefined
  monetary?: number | undefined
}

/** Whoever has these scores; any, where none is given. */
export function scoredSql(
  query: RfmQuery,
  range: Range,
  project: Project,
  bounds: BoundsRow,
  { recency, frequency, monetary }: Scored,
): Sql {
  const is = (score: Sql, wanted: number | undefined): Sql[] =>
    wanted === undefined ? [] : [sql`${score} = ${integer(wanted)}`]
  const wanted = [...is(sql`r`, recency), ...is(sql`f`, frequency), ...is(sql`m`, monetary)]
  return sql`
  SELECT person FROM (SELECT people.person AS person, ${scores(bounds)} FROM (${people(query, range, project)}) AS people)
  WHERE ${join([sql`1`, ...wanted], ' AND ')}`
}

function scores({ recency, frequency, monetary }: BoundsRow): Sql {
  const score = (measure: Sql, of: readonly number[]): Sql =>
    sql`${integer(1)} + arrayCount(bound -> ${measure} > bound, ${floats(of)})`
  return sql`${score(sql`people.recency`, recency)} AS r, ${score(sql`people.frequency`, frequency)} AS f, ${score(sql`people.monetary`, monetary)} AS m`
}

const people = (query: RfmQuery, range: Range, project: Project): Sql => sql`
  SELECT ${personOf(project)} AS person, (${lastOf('time')} - ${bind('Int64', range.to)}) / 1000 AS recency,
    toFloat64(count()) AS frequency, ifNull(sum(${numberOf(query.property, range.zone)}), 0) AS monetary
  FROM ${eventsOf(project)}
  WHERE ${inScope(project, range)} AND ${selected(query, range.zone)}
  GROUP BY person`
