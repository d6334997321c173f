/**
 * When people were at each step where a row of each is all there is of a person, so that nothing has to be gathered: half of the work. An id
 * that is both a user's and a device's has two rows, and its person comes more than once, which whoever asks has to look for.
 */
import { join, name, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Project } from '../../persons.ts'
import { inMoments, isInOneMonth, singleRows } from '../../rollups/moments.ts'
import { momentsAt, type StepMoments } from './moments.ts'
import type { FunnelPlan } from './plan.ts'
import { isPlain } from './rolled.ts'

/** Whether no person came more than once, among the columns of an answer. */
export const ARE_SINGLE: Sql = sql`count() = uniqExact(person) AS areSingle`

/** Of whoever was at the first step; undefined where many people would have several rows. */
export function singleMoments(plan: FunnelPlan, project: Project): StepMoments | undefined {
  const isSingle = isInOneMonth(plan.range) && plan.steps.every(({ any }) => any.length === 1)
  if (!isPlain(plan) || !isSingle || project.joins || project.sampling !== undefined) return undefined
  const steps = plan.steps.map(({ any }, index) => {
    const rows = singleRows(project, plan.range, any[0]?.event ?? '')
    return sql`(${rows}) AS ${of(index + 1)}${index > 0 ? sql` ON ${of(index + 1)}.person = ${of(1)}.person` : sql``}`
  })
  return {
    ...inMoments(plan.range),
    units: sql`
        SELECT ${of(1)}.person AS person, ${momentsAt(plan, (step) => sql`${of(step)}.at`)}
        FROM ${join(steps, ' LEFT JOIN ')}`,
  }
}

const of = (step: number): Sql => name(`step_${step}`)
