/** From one row of a file to one event: which column is what. Pure. */
import { EVENT_TYPES, type EventType } from '@firefly/protocol/names'
import { readTime, timeAfter } from './times.ts'

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
  /** Every column becomes a property, those that are mapped to something else too. */
  allProperties?: boolean | undefined
  /** Columns whose values are numbers. */
  number: string[]
}

export type Row = Record<string, unknown>
export type Mapped = { ok: true; event: object } | { ok: false; reason: string }

/** `name` is the id of an event whose row has none: the same for the same row of the same file. */
export function mapRow(row: Row, mapping: Mapping, name: string): Mapped {
  const event = mapping.eventName ?? text(row, mapping.event)
  if (mapping.type === 'track' && !event)
    return wrong(
      mapping.event === undefined
        ? 'no event name: give --event or --event-name'
        : `no event name in column ${mapping.event}`,
    )
  const [userId, anonymousId] = [text(row, mapping.user), text(row, mapping.anonymous)]
  if (!userId && !anonymousId) return wrong('neither a user nor an anonymous id')
  const time = timeOf(row, mapping)
  if (!time.ok) return time
  return {
    ok: true,
    event: {
      type: mapping.type,
      ...(mapping.type === 'track' ? { event } : {}),
      messageId: text(row, mapping.messageId) || name,
      ...(userId ? { userId } : {}),
      ...(anonymousId ? { anonymousId } : {}),
      ...time.field,
      [TRAITS.has(mapping.type) ? 'traits' : 'properties']: propertiesOf(row, mapping),
    },
  }
}

const TRAITS: ReadonlySet<EventType> = new Set<EventType>(['identify', 'group'])
const wrong = (reason: string): { ok: false; reason: string } => ({ ok: false, reason })

/** An object that already is an event, of ours or of Segment, passes as it is; it only gets an id when it has none. */
export const passEvent = (row: Row, name: string): Mapped => ({
  ok: true,
  event: { ...row, messageId: row['messageId'] || name },
})

export const isEvent = (row: Row): boolean =>
  EVENT_TYPES.includes(row['type'] as EventType) && Boolean(row['userId'] || row['anonymousId'])

function text(row: Row, column: string | undefined): string | undefined {
  const value = column === undefined ? undefined : row[column]
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function propertiesOf(row: Row, mapping: Mapping): Row {
  const { event, user, anonymous, time, timeOffsetSeconds, messageId } = mapping
  const taken = new Set(
    mapping.allProperties ? [] : [event, user, anonymous, time, timeOffsetSeconds, messageId],
  )
  const columns = mapping.property ?? Object.keys(row).filter((column) => column !== '' && !taken.has(column))
  return Object.fromEntries(
    columns
      .map((column): [string, unknown] => [column, valueOf(row[column], mapping.number.includes(column))])
      // An empty cell says nothing, so it becomes no property.
      .filter(([, value]) => value !== '' && value !== undefined && value !== null),
  )
}

/** A number that is none stays what it was: losing it would be worse. */
function valueOf(value: unknown, isNumber: boolean): unknown {
  if (!isNumber || typeof value !== 'string' || value.trim() === '') return value
  const number = Number(value)
  return Number.isFinite(number) ? number : value
}

type Time = { ok: true; field: { timestamp?: string } } | { ok: false; reason: string }

function timeOf(row: Row, { time, timeBase, timeOffsetSeconds, timezone }: Mapping): Time {
  const column = timeBase === undefined ? time : timeOffsetSeconds
  if (column === undefined) return { ok: true, field: {} }
  const given = text(row, column)?.trim() ?? ''
  if (given === '') return wrong(`no time in column ${column}`)
  const timestamp = timeBase === undefined ? readTime(given, timezone) : timeAfter(timeBase, given)
  if (timestamp) return { ok: true, field: { timestamp } }
  return wrong(
    `"${given.slice(0, 40)}" in column ${column} is no ${timeBase === undefined ? 'time' : 'number of seconds'}`,
  )
}
