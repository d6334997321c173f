/** Opens the log that a URL names. Drivers are loaded only when asked for. */
import type { EventLog, OnLogEvent } from './port.ts'
import { readLogUrl } from './url.ts'

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
  const given = { ...LIMITS, clock: Date.now, onEvent: () => undefined, ...options }
  const read = readLogUrl(url)
  switch (read.kind) {
    case 'kafka': {
      const { openKafkaLog } = await import('./kafka/log.ts')
      return openKafkaLog({ ...given, address: read.address })
    }
    case 'lmdb': {
      const { openLmdbLog } = await import('./lmdb/log.ts')
      const { path, partitions, segmentMegabytes } = read
      const { segmentBytes = sizeOf(segmentMegabytes) } = options
      return openLmdbLog({ ...given, segmentBytes, path, partitions })
    }
    case 'memory': {
      const { createMemoryLog } = await import('./memory.ts')
      return createMemoryLog(read.partitions, given.clock)
    }
  }
}

const sizeOf = (megabytes: number | undefined): number =>
  megabytes === undefined ? LIMITS.segmentBytes : megabytes * MIB
