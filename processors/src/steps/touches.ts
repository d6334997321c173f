/** The channel of the first and of the latest visit, from what an SDK remembers of both: our own, or Sensors'. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import { channelOf } from '../enrich/channel.ts'

type Properties = EventRow['properties']

/** SDKs keep a touch on the device, where it outlives every server; ours write `$initial_`, Sensors' `$first_`. */
const PREFIXES = ['$initial_', '$first_', '$latest_'] as const
const TOUCHES = PREFIXES.map((prefix) => ({
  channel: `${prefix}channel`,
  referrer_host: `${prefix}referrer_host`,
  utm_source: `${prefix}utm_source`,
  utm_medium: `${prefix}utm_medium`,
}))
const DOLLAR = 36

export const touchStep = ({ properties }: Pick<EventRow, 'properties'>): void => nameTouches(properties)

/** `$initial_channel`, `$first_channel`, `$latest_channel` beside the parts they follow from; one the client gave stays. */
export function nameTouches(properties: Properties): void {
  if (!remembersTouch(properties)) return
  for (const { channel, ...parts } of TOUCHES) {
    if (properties[channel] !== undefined) continue
    const referrer_host = properties[parts.referrer_host] ?? ''
    const utm_source = properties[parts.utm_source] ?? ''
    const utm_medium = properties[parts.utm_medium] ?? ''
    if (referrer_host === '' && utm_source === '' && utm_medium === '') continue
    properties[channel] = channelOf({ host: '', referrer_host, utm_source, utm_medium, isPaid: false })
  }
}

/** Most events have no such property, and looking at those there are beats asking for each there could be. */
function remembersTouch(properties: Properties): boolean {
  for (const name in properties)
    if (name.charCodeAt(0) === DOLLAR && PREFIXES.some((prefix) => name.startsWith(prefix))) return true
  return false
}
