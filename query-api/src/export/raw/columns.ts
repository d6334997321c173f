/** The columns of an export: what every event has, and its properties by their names, all as text. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import { EXPORT_FIELDS, type ExportField, type ExportQuery } from '@firefly/protocol/query/export'
import { BUILT_IN, shownOf } from '../../catalog.ts'
import type { Project } from '../../persons.ts'
import { masked } from '../../sight/sight.ts'

const ISO = (at: Sql): Sql =>
  sql`concat(formatDateTime(${at}, '%FT%T', 'UTC'), substring(toString(${at}), 20), 'Z')`

const FIELDS: Record<Exclude<ExportField, 'properties'>, Sql> = {
  time: ISO(sql`time`),
  event: sql`toString(event)`,
  distinctId: sql`if(user_id != '', user_id, anonymous_id)`,
  userId: sql`user_id`,
  anonymousId: sql`anonymous_id`,
  sessionId: sql`session_id`,
  messageId: sql`message_id`,
  receivedAt: ISO(sql`received_at`),
  library: sql`toString(library)`,
}

/** These are columns of their own, or say nothing of an event by itself. */
const ELSEWHERE = new Set(['$event', '$session_id', '$hour', '$weekday'])
const EVERYTHING = [
  ...EXPORT_FIELDS.filter((field) => field !== 'properties'),
  ...Object.keys(BUILT_IN).filter((property) => !ELSEWHERE.has(property)),
  'properties',
]

export const columnsOf = ({ columns = EVERYTHING }: Pick<ExportQuery, 'columns'>): readonly string[] =>
  columns

export function columnSql(column: string, zone: string, project: Project): Sql {
  if (column === 'properties') return sql`toJSONString(${propertiesOf(project)})`
  if (column === 'sessionId' && project.sight?.levelOf('$session_id') !== undefined)
    return masked(FIELDS.sessionId)
  return Object.hasOwn(FIELDS, column)
    ? FIELDS[column as keyof typeof FIELDS]
    : sql`toString(${shownOf(column, zone, project)})`
}

/** All of them, as whoever asks may see each. */
function propertiesOf({ sight }: Project): Sql {
  if (!sight || sight.hidden.length === 0) return sql`properties`
  const hidden = bind('Array(String)', sight.hidden)
  return sql`mapApply((name, value) -> (name, if(name IN ${hidden}, ${masked(sql`value`)}, value)), properties)`
}
