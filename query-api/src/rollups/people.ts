/** Who did what on which days, as it is rolled up: one number a person instead of all their events. */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { ofPeople, OWN_ID, personOf, type Project } from '../persons.ts'
import { type DayGrid, dayBits, inMonths, named } from './days.ts'

export interface PeopleAsked {
  project: Project
  grid: DayGrid
  /** Columns and the event that each is about; undefined is any event at all. */
  columns: readonly { as: Sql; event: string | undefined }[]
  /** Whether bit 0 says that somebody was there before. */
  before: boolean
  /** Only these ids, as a SELECT of what `OWN_ID` gives of them; all when not given. */
  only?: Sql | undefined
}

/** One row a person: `person`, and for each column the days on which they did that event as bits, the first one at bit 1. */
export function peopleByDay({ project, grid, columns, before, only }: PeopleAsked): Sql {
  const bits = columns.map(({ as, event }) => sql`groupBitOrIf(bits, event = ${named(event)}) AS ${as}`)
  const events = [...new Set(columns.map(({ event }) => event ?? ''))]
  return sql`
  SELECT person, ${join(bits, ', ')}
  FROM (
    SELECT ${personOf(project)} AS person, event, ${dayBits(grid)} AS bits
    FROM ${ofPeople(sql`people_days`, project)}
    WHERE project = ${bind('String', project.name)} AND event IN ${bind('Array(String)', events)} AND ${inMonths(grid, before)}${only ? sql` AND ${OWN_ID} IN (${only})` : sql``}
  )
  GROUP BY person`
}
