/** When people did an event, as it is rolled up: all moments of a month as one list, instead of a row each. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import { monthOf } from '@firefly/clickhouse/tables/retention'
import { ofPeople, personOf, type Project } from '../persons.ts'
import type { Range } from '../range.ts'

/**
 * One row an id, event and month that has a part in the range: `person`, `event`, and all moments of the month as `at`, in any order, in
 * milliseconds since the first of the months began. A moment may be there more often than the event happened in it.
 */
export function momentsOf(project: Project, { from, to }: Range, events: readonly string[]): Sql {
  const [first, last] = [monthOf(from), monthOf(to - 1)]
  const months = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  const begins = months.map((month) => startOf(month) - startOf(first))
  const began = sql`transform(toInt64(month), ${bind('Array(Int64)', months)}, ${bind('Array(UInt64)', begins)}, toUInt64(0))`
  // Those of one month stay numbers of 32 bits, as they are stored.
  const at = first === last ? sql`at` : sql`arrayMap(moment -> moment + ${began}, at) AS at`
  return sql`
            SELECT ${personOf(project)} AS person, event, ${at}
            FROM ${ofPeople(sql`people_days`, project)}
            WHERE project = ${bind('String', project.name)} AND event IN ${bind('Array(String)', events)}
              AND month >= ${bind('Int64', first)} AND month <= ${bind('Int64', last)}`
}

/** The range as such moments, half-open: its months have others as well. */
export function inMoments({ from, to }: Range): { from: number; to: number } {
  const origin = startOf(monthOf(from))
  return { from: from - origin, to: to - origin }
}

/** Whether `singleRows` can tell of the range. */
export const isInOneMonth = ({ from, to }: Range): boolean => monthOf(from) === monthOf(to - 1)

/** The same moments of one event and a month that has the whole range, where nobody was joined: one row an id, whatever was merged of the table. */
export const singleRows = ({ name }: Project, { from }: Range, event: string): Sql => sql`
            SELECT person_id AS person, at FROM people_days FINAL
            WHERE project = ${bind('String', name)} AND event = ${bind('String', event)} AND month = ${bind('Int64', monthOf(from))}`

const startOf = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1)
