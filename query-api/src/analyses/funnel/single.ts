/**
 * When people were at each step where a row of each is all there is of a person, so that nothing has to be gathered: half of the work. An id
 * that is both a user's and a device's has two rows, and its person comes more than once, which whoever asks has to look for.
 */
import { bind, join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import { OWN_ID, type Project } from '../../persons.ts'
import { inMoments, monthsOf, singlePeople, singleRows } from '../../rollups/moments.ts'
import { momentsAt, type StepMoments } from './moments.ts'
import type { FunnelPlan } from './plan.ts'
import { gatheredUnits, isPlain } from './rolled.ts'

/** Whether no person came more than once, among the columns of an answer. */
export const ARE_SINGLE: Sql = sql`count() = uniqExact(person) AS areSingle`

/** A list more for each step and month is joined in less time than gathered, as long as there are few. */
const MOST_LISTS = 12

/**
 * Of whoever was at the first step; undefined where many people would have several rows. Whoever is joined is gathered all the same: `apart` are
 * all of their ids.
 */
export function singleMoments(plan: FunnelPlan, project: Project, apart?: Sql): StepMoments | undefined {
  const months = monthsOf(plan.range)
  const areFew = months.length * plan.steps.length <= MOST_LISTS
  const isSingle = areFew && plan.steps.every(({ any }) => any.length === 1)
  if (!isPlain(plan) || !isSingle || project.sampling !== undefined) return undefined
  const [people, lists] = listsOf(plan, project, months, apart)
  const joined = lists.map(({ as, rows }) => sql`(${rows}) AS ${as} ON ${as}.person = ${people.as}.person`)
  return {
    ...inMoments(plan.range),
    units: sql`
        SELECT ${people.as}.person AS person, ${momentsAt(plan, (step) => together(step, months))}
        FROM ${join([sql`(${people.rows}) AS ${people.as}`, ...joined], ' LEFT JOIN ')}${
          apart
            ? sql`
        UNION ALL ${gatheredUnits(plan, project, apart)}`
            : sql``
        }`,
  }
}

interface List {
  as: Sql
  rows: Sql
}
type Months = ReturnType<typeof monthsOf>

/** Whoever is asked for, and a list for each step and month; in one month the first step's list has its people. */
function listsOf(
  { steps, range }: FunnelPlan,
  project: Project,
  months: Months,
  apart: Sql | undefined,
): [List, List[]] {
  const events = steps.map(({ any }) => any[0]?.event ?? '')
  const lists = events.flatMap((event, index) =>
    months.map(({ month }) => ({ as: of(index + 1, month), rows: singleRows(project, event, month) })),
  )
  const [first, ...others] = lists
  // Who is not among the people is not looked up in any list.
  const left = apart ? sql` AND ${OWN_ID} NOT IN (${apart})` : sql``
  if (first && months.length === 1) return [{ ...first, rows: sql`${first.rows}${left}` }, others]
  return [{ as: sql`people`, rows: sql`${singlePeople(project, events[0] ?? '', range)}${left}` }, lists]
}

/** What was done in all months, in milliseconds since the first one began. */
function together(step: number, months: Months): Sql {
  const [only, another] = months.map(({ month }) => sql`${of(step, month)}.at`)
  if (only && !another) return only
  const all = months.map(
    ({ month, began }) => sql`arrayMap(moment -> moment + ${bind('UInt64', began)}, ${of(step, month)}.at)`,
  )
  return sql`arrayConcat(${join(all, ', ')})`
}

const of = (step: number, month: number): Sql => name(`step_${step}_in_${month}`)
