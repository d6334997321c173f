/** From one row of a file to one event: which column is what. Pure. */
import type { EventType } from '@firefly/protocol/names'
import { Temporal } from 'temporal-polyfill'

export interface Mapping {
  type: EventType
  /** Column with the event's name, or a constant name. */
  event?: string | undefined
  eventName?: string | undefined
  user?: string | undefined
  anonymous?: string | undefined
  time?: string | undefined
  /** For logs that hold only an order: time = base + seconds in the column. */
  timeBase?: string | undefined
  timeOffsetSeconds?: string | undefined
  /** Zone of times that name none. */
  timezone: string
  messageId?: string | undefined
  /** Columns that become properties; all that are mapped to nothing else when absent. */
  property?: string[] | undefined
  /** Columns whose values are numbers. */
  number: string[]
}

export type Row = Record<string, unknown>
export type Mapped = { ok: true; event: object } | { ok: false; reason: string }

/** `name` is the id of an event whose row has none: the same for the same row of the same file. */
export function mapRow(row: Row, mapping: Mapping, name: string): Mapped {
  if (isEvent(row)) return { ok: true, event: { messageId: name, ...row } }
  const time = timeOf(row, mapping)
  if (time instanceof Error) return { ok: false, reason: time.message }
  const event = mapping.eventName ?? text(row, mapping.event)
  if (mapping.type === 'track' && !event)
    return { ok: false, reason: `no event name in column ${mapping.event ?? '(none given)'}` }
  const [userId, anonymousId] = [text(row, mapping.user), text(row, mapping.anonymous)]
  if (!userId && !anonymousId) return { ok: false, reason: 'neither a user nor an anonymous id' }
  return {
    ok: true,
    event: {
      type: mapping.type,
      ...(mapping.type === 'track' ? { event } : {}),
      messageId: text(row, mapping.messageId) || name,
      ...(userId ? { userId } : {}),
      ...(anonymousId ? { anonymousId } : {}),
      ...(time === undefined ? {} : { timestamp: time }),
      [mapping.type === 'identify' || mapping.type === 'group' ? 'traits' : 'properties']: propertiesOf(
        row,
        mapping,
      ),
    },
  }
}

/** NDJSON that already holds events of ours, or of Segment, passes as it is. */
const isEvent = (row: Row): boolean =>
  typeof row['type'] === 'string' && (row['userId'] !== undefined || row['anonymousId'] !== undefined)

function text(row: Row, column: string | undefined): string | undefined {
  const value = column === undefined ? undefined : row[column]
  if (value === undefined || value === null) return undefined
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function propertiesOf(row: Row, mapping: Mapping): Row {
  const { event, user, anonymous, time, timeOffsetSeconds, messageId } = mapping
  const taken = new Set([event, user, anonymous, time, timeOffsetSeconds, messageId])
  const columns = mapping.property ?? Object.keys(row).filter((column) => !taken.has(column))
  return Object.fromEntries(
    columns.map((column) => [column, valueOf(row[column], mapping.number.includes(column))]),
  )
}

/** An empty cell says nothing, so it becomes no property; a number that is none stays what it was. */
function valueOf(value: unknown, isNumber: boolean): unknown {
  if (value === '' || value === undefined) return null
  const number = isNumber ? Number(value) : Number.NaN
  return Number.isNaN(number) ? value : number
}

function timeOf(
  row: Row,
  { time, timeBase, timeOffsetSeconds, timezone }: Mapping,
): string | undefined | Error {
  if (timeBase !== undefined) {
    const seconds = Number(text(row, timeOffsetSeconds) ?? 0)
    const at = Date.parse(timeBase) + seconds * 1000
    return Number.isNaN(at)
      ? new Error(`no number of seconds in column ${timeOffsetSeconds}`)
      : new Date(at).toISOString()
  }
  const given = text(row, time)?.trim()
  if (given === undefined || given === '')
    return time === undefined ? undefined : new Error(`no time in column ${time}`)
  return readTime(given, timezone) ?? new Error(`"${given.slice(0, 40)}" in column ${time} is no time`)
}

/** ISO 8601 with or without a zone, a space for the T, or Unix seconds or milliseconds. */
export function readTime(given: string, timezone: string): string | undefined {
  if (/^\d{9,10}(\.\d+)?$/.test(given)) return new Date(Number(given) * 1000).toISOString()
  if (/^\d{12,13}$/.test(given)) return new Date(Number(given)).toISOString()
  const iso = given.replace(' ', 'T')
  try {
    if (/(Z|[+-]\d{2}:?\d{2})$/i.test(iso))
      return Temporal.Instant.from(iso).toString({ fractionalSecondDigits: 3 })
    return Temporal.PlainDateTime.from(iso)
      .toZonedDateTime(timezone)
      .toInstant()
      .toString({ fractionalSecondDigits: 3 })
  } catch {
    return undefined
  }
}
