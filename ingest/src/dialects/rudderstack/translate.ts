/** RudderStack's events are Segment's but for where some fields lie: time, traits, the device and the sending time. */
import type { IncomingHttpHeaders } from 'node:http'
import { type Bag, bagOf, isObject, textIn } from '../object.ts'

/** The same body with every field in its native place, or `undefined` when RudderStack did not write it. */
export function rudderstackIn(body: unknown, headers: IncomingHttpHeaders): Bag | undefined {
  if (!isObject(body)) return undefined
  const { batch } = body
  if (!Array.isArray(batch))
    return isRudders(body) ? { ...nativeOf(body, headers), ...sentAt(body, headers) } : undefined
  if (!batch.some(isRudders)) return undefined
  const events = batch.map((event: unknown) => (isRudders(event) ? nativeOf(event, headers) : event))
  return { ...body, batch: events, ...sentAt({ ...bagOf(batch[0]), ...body }, headers) }
}

/** Every library of theirs stamps its events with `originalTimestamp`, and nobody else's does. */
const isRudders = (event: unknown): event is Bag => isObject(event) && 'originalTimestamp' in event

function nativeOf({ originalTimestamp, ...event }: Bag, headers: IncomingHttpHeaders): Bag {
  const { traits, ...around } = bagOf(event['context'])
  const native: Bag = { ...event, timestamp: event['timestamp'] ?? originalTimestamp }
  if (!textIn(event['anonymousId'])) native['anonymousId'] = deviceIn(headers)
  if (event['context'] === undefined) return native
  native['context'] = { ...around, ...placeIn(around) }
  if (event['type'] === 'identify') native['traits'] = { ...bagOf(traits), ...bagOf(event['traits']) }
  return native
}

/** `$direct` is their word for coming from nowhere. */
function placeIn({ page }: Bag): Bag {
  if (!isObject(page)) return {}
  return { page: page['referrer'] === '$direct' ? { ...page, referrer: '' } : page }
}

/** The header holds the anonymous id in base64, for events that lack it. */
function deviceIn({ anonymousid }: IncomingHttpHeaders): string | undefined {
  return typeof anonymousid === 'string' ? Buffer.from(anonymousid, 'base64').toString('utf8') : undefined
}

function sentAt(stamped: Bag, { sentat }: IncomingHttpHeaders): Bag {
  const time = textIn(stamped['sentAt']) ?? textIn(sentat)
  return time === undefined ? {} : { sentAt: time }
}
