/** The columns of an export: what every event has, and its properties by their names, all as text. */
import { type Sql, sql } from '@firefly/clickhouse/sql'
import { EXPORT_FIELDS, type ExportField, type ExportQuery } from '@firefly/protocol/query/export'
import { BUILT_IN, textOf } from '../../catalog.ts'

const ISO = (at: Sql): Sql =>
  sql`concat(formatDateTime(${at}, '%FT%T', 'UTC'), substring(toString(${at}), 20), 'Z')`

const FIELDS: Record<ExportField, Sql> = {
  time: ISO(sql`time`),
  event: sql`toString(event)`,
  distinctId: sql`if(user_id != '', user_id, anonymous_id)`,
  userId: sql`user_id`,
  anonymousId: sql`anonymous_id`,
  sessionId: sql`session_id`,
  messageId: sql`message_id`,
  receivedAt: ISO(sql`received_at`),
  library: sql`toString(library)`,
  properties: sql`toJSONString(properties)`,
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

export const columnSql = (column: string, zone: string): Sql =>
  Object.hasOwn(FIELDS, column) ? FIELDS[column as ExportField] : sql`toString(${textOf(column, zone)})`
