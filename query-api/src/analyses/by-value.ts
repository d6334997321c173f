/**
 * A question of a kind that has no groups of its own, broken down by a property: everybody, and beside them the same question for
 * each of the largest groups. A group is one condition more; where it stands says of which event the value has to be.
 */
import { bind, join, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import { MASK } from '@firefly/protocol/plan'
import type { Filter, Kind, Query, QueryOf } from '@firefly/protocol/query'
import { shownOf } from '../catalog.ts'
import { QueryError } from '../errors.ts'
import { allOf } from '../filters.ts'
import { eventsOf, personOf, type Project } from '../persons.ts'
import type { Range } from '../range.ts'
import { inScope } from '../scope.ts'
import { type Selection, selected } from '../selection.ts'
import { levelAsked } from '../sight/sight.ts'
import type { Asking } from './analysis.ts'

export type Plain = Exclude<Query, { kind: 'trend' | 'funnel' | 'retention' }>
type PlainKind = Plain['kind']

interface Place<Asked extends Kind> {
  /** The events whose values make the groups. */
  of: (query: QueryOf<Asked>) => readonly Selection[]
  within: (query: QueryOf<Asked>, own: Filter) => QueryOf<Asked>
}

const also = (filters: readonly Filter[] | undefined, own: Filter): Filter[] => [...(filters ?? []), own]
const EVERYTHING: readonly Selection[] = [{}]

/** The value of every event that the question looks at. */
const ofAll = <Asked extends Kind>(of: Place<Asked>['of']): Place<Asked> => ({
  of,
  within: (query, own) => ({ ...query, filters: also(query.filters, own) }),
})

const PLACES: { [Asked in PlainKind]: Place<Asked> } = {
  lifecycle: ofAll(({ event }) => [{ event }]),
  stickiness: ofAll(({ series }) => series),
  path: ofAll(() => EVERYTHING),
  realtime: ofAll(() => EVERYTHING),
  session: ofAll(() => EVERYTHING),
  distribution: ofAll(({ event }) => [{ event }]),
  rfm: ofAll(({ event }) => [{ event }]),
  anomaly: ofAll(({ series }) => series),
  explain: ofAll(({ series }) => [series]),
  // The other event of these seldom has the property at all.
  interval: {
    of: ({ start }) => [start],
    within: (query, own) => ({
      ...query,
      start: { ...query.start, filters: also(query.start.filters, own) },
    }),
  },
  ltv: {
    of: ({ start }) => [start],
    within: (query, own) => ({
      ...query,
      start: { ...query.start, filters: also(query.start.filters, own) },
    }),
  },
  attribution: {
    of: ({ target }) => [target],
    within: (query, own) => ({
      ...query,
      target: { ...query.target, filters: also(query.target.filters, own) },
    }),
  },
  correlation: {
    of: ({ steps }) => steps.slice(0, 1),
    within: (query, own) => ({
      ...query,
      steps: query.steps.map((step, at) => (at === 0 ? { ...step, filters: also(step.filters, own) } : step)),
    }),
  },
}

export const isPlain = (query: Query): query is Plain => query.kind in PLACES

/** The place of a kind, which the compiler cannot follow through a table. */
const placeOf = (query: Plain): Place<Kind> => PLACES[query.kind] as unknown as Place<Kind>

/** The question of one group alone; null is whatever has no value. Throws a 400 for a value that whoever asks may not name. */
export function withinValue(query: Plain, value: string | null, sight: Project['sight']): Plain {
  if (!query.breakdown) throw wrongValue('the question has no breakdown')
  const { property, source, groupType, asOf } = query.breakdown
  const isHidden = sight !== undefined && levelAsked(property, sight) !== undefined
  if (isHidden && value !== null && value !== MASK)
    throw wrongValue(`expected null or ${MASK}, as this key may not see values of the property`)
  const said = { property, source, groupType, asOf }
  const own: Filter =
    value === null
      ? { ...said, operator: 'is_not_set' }
      : isHidden
        ? { ...said, operator: 'is_set' }
        : { ...said, operator: 'eq', value }
  return { ...placeOf(query).within(query, own), breakdown: undefined } as Plain
}

const wrongValue = (message: string): QueryError =>
  new QueryError('invalid_query', 'the question cannot be understood', [{ path: 'breakdown', message }])

/** Of the largest groups, one after the other. */
export async function eachValue<Result>(
  query: Plain,
  range: Range,
  asking: Asking,
  run: (query: Plain) => Promise<{ result: Result }>,
): Promise<{ value: string | null; result: Result }[]> {
  const rows = await asking.ask<{ grp: string }>(statement(valuesSql(query, range, asking.project)))
  const groups: { value: string | null; result: Result }[] = []
  for (const { grp } of rows) {
    const value = grp === '' ? null : grp
    const { result } = await run(withinValue(query, value, asking.project.sight))
    groups.push({ value, result })
  }
  return groups
}

/** The groups of the most people; ties by name, so that the answer is stable. */
function valuesSql(query: Plain, range: Range, project: Project): Sql {
  const { property = '', limit = 0, ...whose } = query.breakdown ?? {}
  const { zone } = range
  const any = placeOf(query)
    .of(query)
    .map((one) => sql`(${selected(one, zone)})`)
  return sql`
SELECT grp, uniqExact(person) AS people
FROM (
  SELECT ${personOf(project)} AS person, toString(${shownOf({ property, ...whose }, zone, project)}) AS grp
  FROM ${eventsOf(project)}
  WHERE ${inScope(project, range)} AND ${allOf(query.filters, zone)} AND (${join(any, ' OR ')})
)
GROUP BY grp
ORDER BY people DESC, grp
LIMIT ${bind('UInt32', limit)}`
}
