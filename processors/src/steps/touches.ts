/** The channel of the first and of the latest visit, from what an SDK remembers of both: our own, or Sensors'. */
import type { EventRow } from '@firefly/clickhouse/tables/events'
import { channelOf } from '../enrich/channel.ts'

/** SDKs keep a touch on the device, where it outlives every server; ours write `$initial_`, Sensors' `$first_`. */
const PREFIXES = ['$initial_', '$first_', '$latest_'] as const

/** `$initial_channel`, `$first_channel`, `$latest_channel` beside the parts they follow from; one the client gave stays. */
export function nameTouches(properties: EventRow['properties']): void {
  for (const prefix of PREFIXES) {
    const channel = `${prefix}channel`
    if (properties[channel] !== undefined) continue
    const referrer_host = properties[`${prefix}referrer_host`] ?? ''
    const utm_source = properties[`${prefix}utm_source`] ?? ''
    const utm_medium = properties[`${prefix}utm_medium`] ?? ''
    if (referrer_host === '' && utm_source === '' && utm_medium === '') continue
    properties[channel] = channelOf({ host: '', referrer_host, utm_source, utm_medium, isPaid: false })
  }
}
