/** From rows to cohorts: every period that is over has a value, zeros included. */
import type { RetentionCohort, RetentionResult } from '@firefly/protocol/query/retention'
import type { RetentionPlan } from './plan.ts'
import type { RetentionRow } from './sql.ts'

/** One list of cohorts, or one a group, in the order of `groups`. */
export function shapeRetention(
  plan: RetentionPlan,
  rows: readonly RetentionRow[],
  groups: readonly string[] = [''],
): RetentionResult {
  const cells = new Map(rows.map((row) => [cell(row.grp, Number(row.cohort), Number(row.distance)), row]))
  const cohortOf = (group: string, at: number): RetentionCohort => {
    const cohort: RetentionCohort = {
      start: plan.cohorts[at]?.label ?? '',
      size: Number(cells.get(cell(group, at + 1, -1))?.amount ?? 0),
      values: Array.from({ length: valuesOver(plan, at) }, (_, distance) =>
        valueOf(plan, cells.get(cell(group, at + 1, distance))),
      ),
    }
    return plan.breakdown ? { ...cohort, breakdown: group === '' ? null : group } : cohort
  }
  return { cohorts: groups.flatMap((group) => plan.cohorts.map((_, at) => cohortOf(group, at))) }
}

const cell = (group: string, cohort: number, distance: number): string => `${cohort} ${distance} ${group}`

function valueOf({ measure }: RetentionPlan, row: RetentionRow | undefined): number {
  const [amount, counted] = [Number(row?.amount ?? 0), Number(row?.counted ?? 0)]
  if (measure.math !== 'avg') return amount
  return counted === 0 ? 0 : amount / counted
}

/** What is going on has no value yet. */
const valuesOver = ({ calendar, values, now }: RetentionPlan, at: number): number =>
  values.slice(1).filter((behind) => (calendar[at + behind - 1]?.end ?? now + 1) <= now).length
