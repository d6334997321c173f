/** Names, ids and properties as they are stored, whatever the type of the event. */
import { storedName } from '@firefly/protocol/names'
import type { EventRow } from '@firefly/clickhouse/tables/events'
import type { Arrival } from '../arrival.ts'

export type Named = Pick<
  EventRow,
  | 'project'
  | 'event'
  | 'user_id'
  | 'anonymous_id'
  | 'message_id'
  | 'properties'
  | 'log_partition'
  | 'log_offset'
  | 'place'
>
type Needs = Pick<Arrival, 'wire' | 'header' | 'index' | 'partition' | 'offset'>

/** What the column holds; the few behind it in a record of more are not told apart. */
const LAST_PLACE = 65_535

export function namedOf({ wire, header, index, partition, offset }: Needs): Named {
  return {
    project: header.project,
    event: storedName(wire.type, wire.event ?? undefined),
    user_id: wire.userId ?? '',
    anonymous_id: wire.anonymousId ?? '',
    // An event without an id is named by its batch, so that a replay of the log names it the same.
    message_id: wire.messageId || `${header.batchId}-${index}`,
    properties: withNotes(propertiesOf(wire), header),
    log_partition: partition,
    log_offset: offset,
    place: Math.min(index, LAST_PLACE),
  }
}

/**
 * Properties and traits as text: strings as they are, everything else as JSON; null is as good as absent.
 * Fields that some types keep beside the properties are brought in, never overriding.
 */
function propertiesOf(wire: Arrival['wire']): Record<string, string> {
  const properties: Record<string, string> = {}
  for (const field of BESIDE) put(properties, field, wire[field])
  for (const source of [wire.traits, wire.properties])
    if (source) for (const key of Object.keys(source)) put(properties, key, source[key])
  return properties
}
/** What the door noted: the address, as far as its project keeps it, and the share of devices that are let in. */
function withNotes(
  properties: Record<string, string>,
  { ip, keepIp, sample }: Arrival['header'],
): Record<string, string> {
  if (keepIp && ip) properties['$ip'] = ip
  if (sample !== undefined) properties['$sample_rate'] = String(sample)
  return properties
}

const BESIDE = ['name', 'category', 'groupId', 'groupType', 'previousId'] as const

function put(properties: Record<string, string>, key: string, value: unknown): void {
  if (value === null || value === undefined) return
  const text = typeof value === 'string' ? value : textOf(value)
  if (key === '__proto__') own(properties, key, text)
  else properties[key] = text
}

/** As JSON; most of what is not text is a number, which has a shorter way there. */
const textOf = (value: unknown): string =>
  typeof value === 'number' && Number.isFinite(value) ? String(value) : JSON.stringify(value)

/** Assigned, it would be taken for the object's prototype; defined, it is a property like any other. */
const own = (properties: Record<string, string>, key: string, value: string): void =>
  void Object.defineProperty(properties, key, { value, enumerable: true, configurable: true, writable: true })
