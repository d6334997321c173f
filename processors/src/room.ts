/**
 * The object that travels through a pipeline, with a place for every column from the start. Steps that add fields one by one
 * to an object without them make the engine keep it as a hash table: 13 µs an event for what takes 2.6 µs so (Node 20).
 */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { Arrival } from './arrival.ts'

const NONE: Record<string, string> = {}

/**
 * `arrival` with the room for its row. Written out, because only an object that is made whole keeps one shape. The type does not
 * show the room, so no step can read a column that none has filled.
 */
export const withRoom = (arrival: Arrival): Arrival => {
  const row: Arrival & EventRow = {
    wire: arrival.wire,
    context: arrival.context,
    header: arrival.header,
    sentAt: arrival.sentAt,
    index: arrival.index,
    partition: arrival.partition,
    offset: arrival.offset,
    project: '',
    event: '',
    time: 0,
    user_id: '',
    anonymous_id: '',
    message_id: '',
    session_id: '',
    received_at: 0,
    is_clamped: 0,
    platform: '',
    library: '',
    url: '',
    host: '',
    pathname: '',
    title: '',
    referrer: '',
    referrer_host: '',
    channel: '',
    utm_source: '',
    utm_medium: '',
    utm_campaign: '',
    utm_term: '',
    utm_content: '',
    country: '',
    province: '',
    city: '',
    carrier: '',
    os: '',
    os_version: '',
    browser: '',
    browser_version: '',
    device_type: '',
    brand: '',
    model: '',
    app_version: '',
    language: '',
    is_bot: 0,
    properties: NONE,
    log_partition: 0,
    log_offset: 0,
    place: 0,
  }
  return row
}
