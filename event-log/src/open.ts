/** Opens a log from one URL: `lmdb:./data/log?partitions=4`, `kafka://…`, or `memory:`. Drivers are loaded only when asked for. */
import { resolve } from 'node:path'
import { readAddress } from './kafka/address.ts'
import type { EventLog, OnLogEvent } from './port.ts'

export interface OpenLogOptions {
  onEvent?: OnLogEvent
  /** Unix milliseconds. */
  clock?: () => number
  segmentBytes?: number
  segmentMs?: number
  retainMs?: number
  retainBytes?: number
  /** How often retention looks for segments to drop. */
  retainEveryMs?: number
  maxInFlightRecords?: number
  maxInFlightBytes?: number
}

const MIB = 1024 * 1024
const HOUR_MS = 60 * 60 * 1000
const LIMITS = {
  segmentBytes: 128 * MIB,
  segmentMs: HOUR_MS,
  retainMs: 24 * HOUR_MS,
  retainBytes: 64 * 1024 * MIB,
  retainEveryMs: 60_000,
  maxInFlightRecords: 20_000,
  maxInFlightBytes: 128 * MIB,
}

/** Rejects with what was expected when the URL names no log. */
export async function openEventLog(url: string, options: OpenLogOptions = {}): Promise<EventLog> {
  const given = { clock: Date.now, onEvent: () => undefined, ...options }
  if (url.startsWith('kafka:')) {
    const { openKafkaLog } = await import('./kafka/log.ts')
    return openKafkaLog({ ...LIMITS, ...given, address: readAddress(url) })
  }
  const [, scheme, path = '', query] = /^(\w+):([^?]*)\??(.*)$/.exec(url) ?? []
  const partitions = wholeNumber(query, 'partitions', 1_024) ?? 1
  if (scheme === 'lmdb') {
    const { openLmdbLog } = await import('./lmdb/log.ts')
    const megabytes = wholeNumber(query, 'segmentMegabytes', 4_096)
    const sized = megabytes === undefined ? {} : { segmentBytes: megabytes * MIB }
    return openLmdbLog({ ...LIMITS, ...sized, ...given, path: resolve(path), partitions })
  }
  if (scheme === 'memory') {
    const { createMemoryLog } = await import('./memory.ts')
    return createMemoryLog(partitions, given.clock)
  }
  throw new Error(
    'a log URL is lmdb:PATH?partitions=N&segmentMegabytes=N, kafka://HOST:PORT/TOPIC or memory:',
  )
}

function wholeNumber(query: string | undefined, name: string, most: number): number | undefined {
  const given = new URLSearchParams(query).get(name)
  if (given === null) return undefined
  const number = Number(given)
  if (Number.isInteger(number) && number >= 1 && number <= most) return number
  throw new Error(`${name}: expected a whole number from 1 to ${most}, not ${JSON.stringify(given)}`)
}
