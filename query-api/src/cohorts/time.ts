/** When what makes a cohort has to have happened: so long before the end of the question's range, or between given days. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Did } from '@firefly/protocol/query/filters'
import { durationOf } from '../durations.ts'
import { readRange } from '../range.ts'
import type { CohortScope } from './membership.ts'

type When = Pick<Did, 'within' | 'from' | 'to'>
/** A day off what is kept, since zones are up to one apart. */
const [LONG_AGO, FAR_OFF] = ['1900-01-02', '2299-12-30']

/** Unix milliseconds, half-open; no schema lets both ways through. */
export function spanOf({ within, from, to }: When, scope: CohortScope): { from: number; to: number } {
  if (from === undefined && to === undefined) {
    const since = within ? scope.to - durationOf(within) : readRange(LONG_AGO, FAR_OFF, 'UTC').from
    return { from: since, to: scope.to }
  }
  return readRange(from ?? LONG_AGO, to ?? FAR_OFF, scope.zone)
}

export function timeOf(when: When, scope: CohortScope): Sql {
  const { from, to } = spanOf(when, scope)
  return sql`time >= fromUnixTimestamp64Milli(${bind('Int64', from)}) AND time < fromUnixTimestamp64Milli(${bind('Int64', to)})`
}
