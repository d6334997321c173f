/** How often which event happened, as it is rolled up: by quarters of an hour and platforms. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import type { Filter } from '@firefly/protocol/query'
import type { Project } from '../persons.ts'
import type { Range } from '../range.ts'

const QUARTER_MS = 900_000
const HOUR_MS = 3_600_000
/** Properties of which each is a column of the counts. */
const COUNTED: ReadonlySet<string> = new Set(['$event', '$platform'])

/** Whether instants fall between quarters, so that none has to be parted. */
export const areQuarters = (instants: readonly number[]): boolean =>
  instants.every((instant) => instant % QUARTER_MS === 0)

/** The same for hours, of which there are far fewer rows where names do not matter. */
export const areHours = (instants: readonly number[]): boolean =>
  instants.every((instant) => instant % HOUR_MS === 0)

/** Whether a condition asks for nothing but what is counted by. */
export function isCountedBy(filter: Filter): boolean {
  if ('all' in filter) return filter.all.every(isCountedBy)
  if ('any' in filter) return filter.any.every(isCountedBy)
  return 'property' in filter && isCounted(filter)
}
export const isCounted = ({ property, source }: { property: string; source?: string | undefined }): boolean =>
  COUNTED.has(property) && (source ?? 'event') === 'event'

/** Counted events of a range, behind FROM; `time` is the begin of a quarter and `events` how many there are. */
export const countedIn = ({ name }: Project, { from, to }: Range): Sql => sql`(
    SELECT event, platform, fromUnixTimestamp64Milli(toInt64(quarter) * ${bind('Int64', QUARTER_MS)}) AS time, events
    FROM event_counts
    WHERE project = ${bind('String', name)}
      AND quarter >= ${bind('Int64', from / QUARTER_MS)} AND quarter < ${bind('Int64', to / QUARTER_MS)}
  )`

/** All events of a range of whole hours, behind FROM; `time` is the begin of an hour. */
export const countedByHour = ({ name }: Project, { from, to }: Range): Sql => sql`(
    SELECT fromUnixTimestamp64Milli(toInt64(hour) * ${bind('Int64', HOUR_MS)}) AS time, events
    FROM arrivals
    WHERE project = ${bind('String', name)}
      AND hour >= ${bind('Int64', from / HOUR_MS)} AND hour < ${bind('Int64', to / HOUR_MS)}
  )`
