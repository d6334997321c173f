/** When people were at each step, from moments that are rolled up: where nothing but the names of events is asked for. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Project } from '../../persons.ts'
import { inMoments, momentsOf } from '../../rollups/moments.ts'
import { momentsAt, type StepMoments } from './moments.ts'
import type { FunnelPlan } from './plan.ts'

/** The same as those of the events, but for moments that are there twice; undefined where the events have to be asked. */
export function rolledMoments(plan: FunnelPlan, project: Project): StepMoments | undefined {
  if (!isPlain(plan)) return undefined
  return { ...inMoments(plan.range), units: gatheredUnits(plan, project) }
}

/** All moments of a person, or of these ids alone, from all their rows. */
export function gatheredUnits(plan: FunnelPlan, project: Project, only?: Sql): Sql {
  const names = plan.steps.map(({ any }) => any.map(({ event }) => event))
  return sql`
        SELECT person, ${momentsAt(plan, (step) => sql`groupArrayArrayIf(at, ${isOneOf(names[step - 1] ?? [])})`)}
        FROM (${momentsOf(project, plan.range, [...new Set(names.flat())], only)})
        GROUP BY person`
}

const isOneOf = (events: readonly string[]): Sql => sql`event IN ${bind('Array(String)', events)}`

/** Every step has events of its own, a moment that is there twice changes nothing, and people are counted by what they did alone. */
export const isPlain = ({
  order,
  stride,
  countBy,
  hold,
  breakdown,
  exclusions,
  filters,
  steps,
}: FunnelPlan): boolean =>
  order === 'ordered' &&
  stride === 1 &&
  countBy === 'user' &&
  hold.length === 0 &&
  breakdown === undefined &&
  exclusions.length === 0 &&
  isEmpty(filters) &&
  steps.every(({ any }) => any.every((one) => isEmpty(one.filters)))

const isEmpty = (filters: readonly unknown[] | undefined): boolean =>
  filters === undefined || filters.length === 0
