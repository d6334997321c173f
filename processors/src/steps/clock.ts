/** When an event happened: the device's clock, corrected by what it said at sending. */
import { MAX_FUTURE_MS } from '@firefly/protocol/limits'
import type { Arrival } from '../arrival.ts'

export interface Timed {
  time: number
  received_at: number
  is_clamped: 0 | 1
}
type Needs = Pick<Arrival, 'wire' | 'header' | 'sentAt'>

/** What ClickHouse can store as DateTime64. */
const EARLIEST = Date.UTC(1900, 0, 1)
const LATEST = Date.UTC(2261, 11, 31)

/**
 * Time = timestamp + (receivedAt − sentAt); history is taken as it is; more than 24 h ahead becomes the receive time.
 * A project may trust its devices' clocks as they are, or none of them.
 */
export function clockOf({ wire, header, sentAt }: Needs): Timed {
  const received_at = header.receivedAt
  const claimed = wire.timestamp ? Date.parse(wire.timestamp) : Number.NaN
  if (Number.isNaN(claimed) || header.clock === 'server')
    return { time: received_at, received_at, is_clamped: 0 }
  const isTaken = header.history || header.clock === 'device' || sentAt === undefined
  const skew = isTaken ? 0 : received_at - sentAt
  const time = claimed + skew
  const ahead = !header.history && time > received_at + MAX_FUTURE_MS
  if (ahead || time < EARLIEST || time > LATEST) return { time: received_at, received_at, is_clamped: 1 }
  return { time, received_at, is_clamped: 0 }
}
