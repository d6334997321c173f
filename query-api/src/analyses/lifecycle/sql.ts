/** A lifecycle as one statement: the intervals in which each person was active, beside that of the first event ever. */
import { bind, integer, type Sql, sql } from '@firefly/clickhouse/sql'
import { bucketNumber } from '../../numbered.ts'
import { eventsOf, personOf, type Project } from '../../persons.ts'
import { inScope } from '../../scope.ts'
import { selected } from '../../selection.ts'
import type { LifecyclePlan } from './plan.ts'

/** `bucket` counts from 1, the one before the range; so the first of the range is 2. */
export interface LifecycleRow {
  bucket: string | number
  new: string | number
  returning: string | number
  resurrecting: string | number
  dormant: string | number
}

export const lifecycleSql = (plan: LifecyclePlan, project: Project): Sql => sql`
SELECT state.1 AS bucket, countIf(state.2 = 'new') AS new, countIf(state.2 = 'returning') AS returning,
  countIf(state.2 = 'resurrecting') AS resurrecting, countIf(state.2 = 'dormant') AS dormant
FROM (${statesSql(plan, project)})
GROUP BY bucket`

/** One row a person and bucket in which something can be said of them: `state` is the bucket and what they are in it. */
export function statesSql(plan: LifecyclePlan, project: Project): Sql {
  const last = integer(plan.buckets.length + 1)
  return sql`
  SELECT person, arrayJoin(arrayConcat(
    arrayMap(at -> (toUInt64(at), multiIf(first = at, 'new', has(active, at - 1), 'returning', 'resurrecting')),
      arrayFilter(at -> at > 1, active)),
    arrayMap(at -> (toUInt64(at + 1), 'dormant'), arrayFilter(at -> at < ${last} AND NOT has(active, at + 1), active)))) AS state
  FROM (${activePeople(plan, project)}) AS present
  INNER JOIN (${firstEvents(plan, project)}) AS known USING person`
}

const numbered = ({ before, buckets }: LifecyclePlan): Sql => bucketNumber([before, ...buckets])

const activePeople = (plan: LifecyclePlan, project: Project): Sql => sql`
    SELECT ${personOf(project)} AS person, groupUniqArray(${numbered(plan)}) AS active
    FROM ${eventsOf(project)}
    WHERE ${inScope(project, { ...plan.range, from: plan.before.start })} AND ${selected(plan.active, plan.range.zone)}
    GROUP BY person`

/** Of any event at all: whoever did something else before is not new. */
const firstEvents = (plan: LifecyclePlan, project: Project): Sql => sql`
    SELECT ${personOf(project)} AS person, min(${numbered(plan)}) AS first
    FROM ${eventsOf(project)}
    WHERE project = ${bind('String', project.name)} AND time < fromUnixTimestamp64Milli(${bind('Int64', plan.range.to)})
    GROUP BY person`
