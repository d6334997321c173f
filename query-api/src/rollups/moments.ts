/** When people did an event, as it is rolled up: all moments of a month as one list, instead of a row each. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import { monthOf } from '@firefly/clickhouse/tables/retention'
import { ofPeople, personOf, type Project } from '../persons.ts'
import type { Range } from '../range.ts'

/**
 * One row an id, event and month that has a part in the range: `person`, `event`, and all moments of the month as `at`, in any order, in
 * milliseconds since the month began, which was `began` milliseconds behind the range's begin. A moment may be there more often
 * than the event happened in it.
 */
export function momentsOf(project: Project, { from, to }: Range, events: readonly string[]): Sql {
  const [first, last] = [monthOf(from), monthOf(to - 1)]
  const months = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  const begins = months.map((month) => startOf(month) - from)
  return sql`
            SELECT ${personOf(project)} AS person, event, at,
              transform(toInt64(month), ${bind('Array(Int64)', months)}, ${bind('Array(Int64)', begins)}, toInt64(0)) AS began
            FROM ${ofPeople(sql`people_days`, project)}
            WHERE project = ${bind('String', project.name)} AND event IN ${bind('Array(String)', events)}
              AND month >= ${bind('Int64', first)} AND month <= ${bind('Int64', last)}`
}

/** Whether all these moments lie in the range. */
export const areWholeMonths = ({ from, to }: Range): boolean =>
  [from, to].every((instant) => startOf(monthOf(instant)) === instant)

const startOf = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1)
