/** The `events` table: one row an event, one sentence a column. */
import { createNativeBlock, type NativeBlock } from '../native/block.ts'
import type { ColumnType } from '../native/columns.ts'
import { EVENT_VALUES } from './event-values.ts'

/** Every column that an insert fills, in insert order. */
export const EVENT_COLUMNS = {
  project:
    'Project the event belongs to; the first column of the sort key, so projects never share a granule range',
  event:
    'Stored name: the client’s for `track`, `$pageview`, `$screen`, `$identify`, `$group`, `$alias` otherwise',
  time: 'When it happened, UTC milliseconds, corrected for the device’s clock',
  user_id: 'The signed-in id the client sent, or empty',
  anonymous_id: 'The device’s own id the client sent, or empty',
  message_id: 'The client’s id of the event; two rows never share one',
  session_id: 'The SDK’s session; empty where it says none, which is parted by silence when asked',
  received_at: 'When ingest read it, UTC milliseconds',
  is_clamped: '1 when the claimed time was more than 24 hours ahead and the receive time was taken instead',
  platform: 'web, h5, wechat, alipay, baidu, douyin, qq, kuaishou, jd, android, ios, harmony or server',
  library: 'Name and version of the SDK that sent it',
  url: 'Address of the page',
  host: 'Host of the page',
  pathname: 'Path of the page',
  title: 'Title of the page',
  referrer: 'Address of the page before',
  referrer_host: 'Host of the page before',
  channel: 'direct, search, social, ad, email, referral or internal',
  utm_source: 'Campaign source',
  utm_medium: 'Campaign medium',
  utm_campaign: 'Campaign name',
  utm_term: 'Campaign term',
  utm_content: 'Campaign content',
  country: 'ISO 3166 code of the country, from the address',
  province: 'Province or state, from the address',
  city: 'City, from the address',
  carrier: 'Network operator',
  os: 'Operating system',
  os_version: 'Version of the operating system',
  browser: 'Browser, or the super-app that shows the page',
  browser_version: 'Version of the browser',
  device_type: 'desktop, mobile, tablet, tv, wearable, console or bot',
  brand: 'Maker of the device',
  model: 'Model of the device',
  app_version: 'Version of the client’s own app',
  language: 'Language the client asked for',
  is_bot: '1 when the user agent is a known robot; flagged, not dropped',
  properties: 'All properties of the event as text: strings as they are, everything else as JSON',
  log_partition: 'Partition of the log it came from',
  log_offset: 'Offset in that partition; with the partition, the order of arrival',
  place: 'Place in its record, from 0: which of those that arrived together came first',
} as const
export type EventColumn = keyof typeof EVENT_COLUMNS

/** One row to insert. Times are Unix milliseconds. */
export type EventRow = { [Column in Exclude<EventColumn, NumberColumn | 'properties'>]: string } & {
  [Column in NumberColumn]: number
} & { properties: Record<string, string> }
type NumberColumn =
  | 'time'
  | 'received_at'
  | 'is_clamped'
  | 'is_bot'
  | 'log_partition'
  | 'log_offset'
  | 'place'

/**
 * Computed by ClickHouse: `distinct_id` is the user id, else the anonymous id; `person_id` is its 64-bit hash;
 * `is_anonymous` is 1 where it is the anonymous id.
 */
export const COMPUTED_COLUMNS = ['distinct_id', 'person_id', 'is_anonymous'] as const

export const eventColumns: readonly EventColumn[] = Object.keys(EVENT_COLUMNS) as EventColumn[]

/** How the store keeps each of them; the contract compares it with the table. */
export const EVENT_TYPES: Readonly<Record<EventColumn, ColumnType>> = {
  ...(Object.fromEntries(eventColumns.map((column) => [column, 'LowCardinality(String)'])) as Record<
    EventColumn,
    ColumnType
  >),
  time: "DateTime64(3, 'UTC')",
  user_id: 'String',
  anonymous_id: 'String',
  message_id: 'String',
  session_id: 'String',
  received_at: "DateTime64(3, 'UTC')",
  is_clamped: 'UInt8',
  url: 'String',
  pathname: 'String',
  title: 'String',
  referrer: 'String',
  is_bot: 'UInt8',
  properties: 'Map(LowCardinality(String), String)',
  log_partition: 'UInt16',
  log_offset: 'UInt64',
  place: 'UInt16',
}

/** A block of the Native format, the fastest to write and to take (docs/decisions). */
export const createEventBlock = (): NativeBlock<EventRow> =>
  createNativeBlock<EventRow>(EVENT_TYPES, EVENT_VALUES)

/** Renders rows as one such block. */
export function eventBlock(rows: readonly EventRow[]): Uint8Array {
  const block = createEventBlock()
  for (const row of rows) block.add(row)
  return block.end()
}

/** Renders rows as one JSON list a line, in insert order: slower, and readable. */
export function eventLines(rows: readonly EventRow[]): Uint8Array {
  return Buffer.from(rows.map(eventLine).join(''))
}

function eventLine(row: EventRow): string {
  const values = eventColumns.map((column) => {
    const value = row[column]
    return TIMES.has(column) ? clock(value as number) : value
  })
  return `${JSON.stringify(values)}\n`
}

const TIMES: ReadonlySet<EventColumn> = new Set<EventColumn>(['time', 'received_at'])
/** ClickHouse reads `2026-01-31 12:00:00.000` for any year it can store; numbers only for some. */
export const clock = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 23).replace('T', ' ')
