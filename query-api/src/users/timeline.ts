/** What somebody did, the newest first, in pages; of one instant, what came last is first. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import { eventsOf, type Project } from '../persons.ts'
import { QueryError } from '../errors.ts'
import { allSeen, seen, type Sight } from '../sight/sight.ts'
import { ofPerson } from './profile.ts'

export interface TimelineAsked {
  event?: string | undefined
  before?: string | undefined
  limit: number
}

export interface TimelineRow {
  at: string | number
  /** Of the record in the log, and where in it the event stands. */
  log_offset: string | number
  place: number
  event: string
  message_id: string
  user_id: string
  anonymous_id: string
  session_id: string
  platform: string
  url: string
  properties: Record<string, string>
}

export interface TimelineEvent {
  messageId: string
  event: string
  /** ISO instant. */
  time: string
  userId: string | null
  anonymousId: string | null
  sessionId: string | null
  platform: string | null
  url: string | null
  /** As text, as they are stored. */
  properties: Record<string, string>
}

export interface Timeline {
  events: TimelineEvent[]
  /** What to send as `before` for the next page; null behind the last one. */
  next: string | null
}

/** One more than a page, which tells whether there is another. */
export function timelineSql(
  project: Project,
  distinctId: string,
  { event, before, limit }: TimelineAsked,
): Sql {
  const named = event === undefined ? sql`1` : sql`event = ${bind('String', event)}`
  return sql`
SELECT toUnixTimestamp64Milli(time) AS at, log_offset, place, event, message_id, user_id, anonymous_id, session_id, platform, url, properties
FROM ${eventsOf(project)}
WHERE ${ofPerson(project, distinctId)} AND ${named} AND ${before === undefined ? sql`1` : isBefore(before)}
ORDER BY time DESC, log_offset DESC, place DESC, message_id DESC
LIMIT ${bind('UInt32', limit + 1)}`
}

const CURSOR = /^(?<at>-?\d{1,15})_(?<offset>\d{1,16})_(?<place>\d{1,5})_(?<id>.*)$/s

function isBefore(cursor: string): Sql {
  const { at, offset = '', place = '', id = '' } = CURSOR.exec(cursor)?.groups ?? {}
  if (at === undefined)
    throw new QueryError('invalid_query', 'the question cannot be understood', [
      { path: 'before', message: 'expected the next of a page' },
    ])
  const time = sql`fromUnixTimestamp64Milli(${bind('Int64', Number(at))})`
  const arrived = sql`(toUInt64(${bind('String', offset)}), toUInt32(${bind('String', place)}), ${bind('String', id)})`
  return sql`(time < ${time} OR time = ${time} AND (log_offset, place, message_id) < ${arrived})`
}

const cursorOf = ({ at, log_offset, place, message_id }: TimelineRow): string =>
  `${Number(at)}_${log_offset}_${place}_${message_id}`

export function shapeTimeline(rows: readonly TimelineRow[], limit: number, sight: Sight): Timeline {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    events: shown.map((row) => ({
      messageId: row.message_id,
      event: row.event,
      time: new Date(Number(row.at)).toISOString(),
      userId: row.user_id || null,
      anonymousId: row.anonymous_id || null,
      sessionId: seen('$session_id', row.session_id, sight) || null,
      platform: seen('$platform', row.platform, sight) || null,
      url: seen('$url', row.url, sight) || null,
      properties: allSeen(row.properties, sight),
    })),
    next: last && rows.length > limit ? cursorOf(last) : null,
  }
}
