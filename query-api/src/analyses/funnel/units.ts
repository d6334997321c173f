/** Whose events make one attempt, and what else is kept of them: a row a person, session and held value. */
import { bind, integer, join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import { shownOf, textOf } from '../../catalog.ts'
import { allOf } from '../../filters.ts'
import { eventsOf, personOf, type Project } from '../../persons.ts'
import { inScope } from '../../scope.ts'
import { type Selection, selected } from '../../selection.ts'
import { withSessions } from '../../sessions.ts'
import type { FunnelPlan } from './plan.ts'

export const excludedTimes = (index: number): Sql => name(`excluded_${index + 1}`)
const isExcluded = (index: number): Sql => name(`is_excluded_${index + 1}`)
const held = (index: number): Sql => name(`held_${index + 1}`)

/** The columns that make a unit, as GROUP BY wants them. */
export const unitKeys = ({ countBy, hold }: FunnelPlan): Sql =>
  join(
    [sql`person`, ...(countBy === 'session' ? [sql`session`] : []), ...hold.map((_, index) => held(index))],
    ', ',
  )

/** Who is counted, once, however many units there are. */
export const countedKeys = (plan: FunnelPlan): Sql => unitKeys({ ...plan, hold: [] })

/** What is kept of a unit beside its moves. */
export const carried = ({ breakdown, exclusions }: FunnelPlan): Sql[] => [
  ...(breakdown ? [sql`touch`] : []),
  ...exclusions.map((_, index) => excludedTimes(index)),
]

/** The same, gathered from the events; `steps` is the column that tells which steps an event satisfies. */
export const gathered = (plan: FunnelPlan, steps: Sql): Sql[] => [
  ...(plan.breakdown ? [sql`${touchOf(plan, steps)} AS touch`] : []),
  ...plan.exclusions.map(
    (_, index) => sql`arraySort(groupUniqArrayIf(at, ${isExcluded(index)})) AS ${excludedTimes(index)}`,
  ),
]

/** Of several values in one instant the first by name is taken, so that the answer is stable. */
function touchOf({ breakdown }: FunnelPlan, steps: Sql): Sql {
  const filled = sql`${steps} != 0 AND value != ''`
  if (breakdown?.touch === 'first') return sql`argMinIf(value, (at, value), ${filled})`
  if (breakdown?.touch === 'last') return sql`argMaxIf(value, (at, value), ${filled})`
  return sql`arraySort(groupArrayIf((at, toUInt64(${steps}), value), ${filled}))`
}

/** One row an event: its unit, its instant, the steps it satisfies under the name given, and what is gathered from it. */
export function unitEvents(plan: FunnelPlan, project: Project, steps: Sql, called: Sql): Sql {
  const { zone } = plan.range
  const columns = [
    sql`${personOf(project)} AS person`,
    sql`${instant(plan)} AS at`,
    sql`${steps} AS ${called}`,
    ...(plan.countBy === 'session' ? [sql`session_id`] : []),
    ...plan.hold.map((property, index) => sql`toString(${textOf(property, zone)}) AS ${held(index)}`),
    ...(plan.breakdown ? [sql`toString(${shownOf(plan.breakdown, zone, project)}) AS value`] : []),
    ...plan.exclusions.map((one, index) => sql`${selected(one, zone)} AS ${isExcluded(index)}`),
  ]
  const rows = sql`SELECT ${join(columns, ', ')}
          ${relevantEvents(plan, project, called)}`
  if (plan.countBy === 'user') return rows
  return withSessions({ project, range: plan.range, rows, at: instant(plan) })
}

/** Whatever takes part, behind a SELECT that has the steps of each event as `called`. */
export const relevantEvents = (
  plan: FunnelPlan,
  project: Project,
  called: Sql,
): Sql => sql`FROM ${eventsOf(project)}
          WHERE ${inScope(project, plan.range)}
            AND ${join(relevant(plan, called), ' AND ')}`

/** Milliseconds since the range began, from 1, so that 0 can mean never. */
export const instant = ({ range }: FunnelPlan): Sql =>
  sql`toUInt64(toUnixTimestamp64Milli(time) - ${integer(range.from - 1)})`

function relevant({ steps, exclusions, filters, range, order, hold }: FunnelPlan, called: Sql): Sql[] {
  // The names of the events are told apart from their filters, since the table is sorted by them.
  const events = [...steps.flatMap(({ any }) => any), ...exclusions].flatMap(({ event }) => event ?? [])
  // Where nothing may lie between, everything has to be seen.
  const named = order === 'strict' ? [] : [sql`event IN ${bind('Array(String)', [...new Set(events)])}`]
  const areNamed = order === 'strict' || [...steps.flatMap(({ any }) => any), ...exclusions].every(isNamed)
  const wanted = [sql`${called} != 0`, ...exclusions.map((_, index) => isExcluded(index))]
  return [
    ...named,
    allOf(filters, range.zone),
    ...(areNamed ? [] : [wanted.length === 1 ? join(wanted, ' OR ') : sql`(${join(wanted, ' OR ')})`]),
    ...hold.map((_, index) => sql`${held(index)} != ''`),
  ]
}

/** Whether its name is all that is asked of an event. */
const isNamed = ({ event, filters = [] }: Selection): boolean => event !== undefined && filters.length === 0

/** One condition a step, each in the zone of the question. */
export const stepConditions = ({ steps, range }: FunnelPlan): Sql[] =>
  steps.map(({ any }) => {
    const each = any.map((one) => selected(one, range.zone))
    return each.length === 1
      ? join(each, ' OR ')
      : sql`(${join(
          each.map((one) => sql`(${one})`),
          ' OR ',
        )})`
  })
