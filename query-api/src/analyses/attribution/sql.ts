/** Attribution as one statement: each conversion beside the touches before it, and its credit shared among these. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import type { AttributionQuery } from '@firefly/protocol/query/attribution'
import { numberOf, shownOf } from '../../catalog.ts'
import { durationOf } from '../../durations.ts'
import { allOf } from '../../filters.ts'
import { eventsOf, personOf, type Project } from '../../persons.ts'
import type { Range } from '../../range.ts'
import { inScope } from '../../scope.ts'
import { selected } from '../../selection.ts'

/** `list` is `all` for every conversion, `none` for those without a touch, `group` for the credit of one value. */
export interface AttributionRow {
  list: 'all' | 'none' | 'group'
  grp: string
  touches: string | number
  conversions: number
  worth: number
}

export const attributionSql = (query: AttributionQuery, range: Range, project: Project): Sql => sql`
SELECT credit.1 AS list, credit.2 AS grp, sum(credit.3) AS touches, sum(credit.4) AS conversions, sum(credit.4 * amount) AS worth
FROM (${creditsSql(query, range, project)})
GROUP BY list, grp
ORDER BY list, conversions DESC, grp
LIMIT ${bind('UInt32', query.limit)} BY list`

/** Whose conversions are owed to a value; or to none, or whoever converted at all. */
export const owingSql = (
  query: AttributionQuery,
  range: Range,
  project: Project,
  { list, grp }: Pick<AttributionRow, 'list' | 'grp'>,
): Sql => sql`
  SELECT DISTINCT person FROM (${creditsSql(query, range, project)})
  WHERE credit.1 = ${bind('String', list)} AND credit.2 = ${bind('String', grp)} AND credit.4 > 0`

const creditsSql = (query: AttributionQuery, range: Range, project: Project): Sql => sql`
  SELECT person, amount, arrayJoin(arrayConcat([('all', '', toUInt64(0), toFloat64(1))],
    if(empty(before), [('none', '', toUInt64(0), toFloat64(1))],
      arrayMap((touch, weight) -> ('group', touch.2, toUInt64(1), weight / total), before, weights)))) AS credit
  FROM (
    SELECT *, arraySum(weights) AS total
    FROM (
      SELECT person, amount, before, ${weights(query)} AS weights
      FROM (
        SELECT person, conversion.2 AS amount, conversion.1 AS happened,
          arrayFilter(touch -> touch.1 <= happened AND touch.1 >= happened - ${bind('Int64', durationOf(query.window))}, touches) AS before
        FROM (${moments(query, range, project)})
        ARRAY JOIN conversions AS conversion
      )
    )
  )`

/** Weights of the touches of one conversion, the first one first. */
function weights({ model, halfLife }: AttributionQuery): Sql {
  const at = (where: Sql): Sql => sql`arrayMap(nth -> toFloat64(nth = ${where}), arrayEnumerate(before))`
  switch (model) {
    case 'first':
      return at(sql`1`)
    case 'last':
      return at(sql`length(before)`)
    case 'linear':
      return sql`arrayMap(nth -> toFloat64(1), arrayEnumerate(before))`
    case 'position':
      // Two fifths each for the first and the last one, one fifth for all between.
      return sql`arrayMap(nth -> multiIf(length(before) <= 2, 1., nth = 1 OR nth = length(before), 0.4, 0.2 / (length(before) - 2)), arrayEnumerate(before))`
    case 'time_decay':
      // From the last touch on, so that however long ago all of them are, not all weights are nothing.
      return sql`arrayMap((touch, last) -> exp2((touch.1 - last) / ${bind('Int64', durationOf(halfLife))}),
          before, arrayMap(touch -> before[-1].1, before))`
  }
}

/** A touch may lie before the range, as far as the window reaches back; a conversion may not. */
function moments(
  { target, touch, by, filters, window }: AttributionQuery,
  range: Range,
  project: Project,
): Sql {
  const { zone } = range
  const from = range.from - durationOf(window)
  const worth =
    target.property === undefined ? sql`toFloat64(1)` : sql`ifNull(${numberOf(target.property, zone)}, 0)`
  return sql`
          SELECT person, arraySort(groupArrayIf((at, value), touches_it)) AS touches, groupArrayIf((at, amount), converts) AS conversions
          FROM (
            SELECT ${personOf(project)} AS person, toUnixTimestamp64Milli(time) AS at, toString(${shownOf(by, zone, project)}) AS value, ${worth} AS amount,
              ${selected(touch, zone)} AS touches_it,
              ${selected(target, zone)} AND time >= fromUnixTimestamp64Milli(${bind('Int64', range.from)}) AS converts
            FROM ${eventsOf(project)}
            WHERE ${inScope(project, { ...range, from })} AND ${allOf(filters, zone)} AND (touches_it OR converts)
          )
          GROUP BY person
          HAVING notEmpty(conversions)`
}
