/** When people did an event, as it is rolled up: all moments of a month as one list, instead of a row each. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import { monthOf } from '@firefly/clickhouse/tables/retention'
import { ofPeople, OWN_ID, personOf, type Project } from '../persons.ts'
import type { Range } from '../range.ts'

/**
 * One row an id, event and month that has a part in the range: `person`, `event`, and all moments of the month as `at`, in any order, in
 * milliseconds since the first of the months began. A moment may be there more often than the event happened in it. `only` are ids as `OWN_ID`
 * gives them; all when not given.
 */
export function momentsOf(project: Project, range: Range, events: readonly string[], only?: Sql): Sql {
  const all = monthsOf(range)
  const [months, begins] = [all.map(({ month }) => month), all.map(({ began }) => began)]
  const began = sql`transform(toInt64(month), ${bind('Array(Int64)', months)}, ${bind('Array(UInt64)', begins)}, toUInt64(0))`
  // Those of one month stay numbers of 32 bits, as they are stored.
  const at = all.length === 1 ? sql`at` : sql`arrayMap(moment -> moment + ${began}, at) AS at`
  return sql`
            SELECT ${personOf(project)} AS person, event, ${at}
            FROM ${ofPeople(sql`people_days`, project)}
            WHERE project = ${bind('String', project.name)} AND event IN ${bind('Array(String)', events)}
              AND month >= ${bind('Int64', monthOf(range.from))} AND month <= ${bind('Int64', monthOf(range.to - 1))}${only ? sql` AND ${OWN_ID} IN (${only})` : sql``}`
}

/** The range as such moments, half-open: its months have others as well. */
export function inMoments({ from, to }: Range): { from: number; to: number } {
  const origin = startOf(monthOf(from))
  return { from: from - origin, to: to - origin }
}

/** Months that have a part in the range, each with the milliseconds from the first one's begin to its own. */
export function monthsOf({ from, to }: Range): { month: number; began: number }[] {
  const [first, last] = [monthOf(from), monthOf(to - 1)]
  return Array.from({ length: last - first + 1 }, (_, at) => ({
    month: first + at,
    began: startOf(first + at) - startOf(first),
  }))
}

/** The moments of one event in one month since that began, where nobody was joined: one row an id, whatever was merged of the table. */
export const singleRows = ({ name }: Project, event: string, month: number): Sql => sql`
            SELECT person_id AS person, at FROM people_days FINAL
            WHERE project = ${bind('String', name)} AND event = ${bind('String', event)} AND month = ${bind('Int64', month)}`

/** Whoever did it in any of the months. */
export const singlePeople = ({ name }: Project, event: string, { from, to }: Range): Sql => sql`
            SELECT DISTINCT person_id AS person FROM people_days
            WHERE project = ${bind('String', name)} AND event = ${bind('String', event)}
              AND month >= ${bind('Int64', monthOf(from))} AND month <= ${bind('Int64', monthOf(to - 1))}`

const startOf = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12, 1)
