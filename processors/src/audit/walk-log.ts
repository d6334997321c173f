/** Reads again what the log still has and finds events that are neither stored nor in quarantine. */
import type { EventLog, LogRecord, Partition } from '@firefly/event-log/port'
import { type Arrival, openRecord } from '../arrival.ts'
import type { IsErased } from '../erasure/redact-record.ts'
import type { Fingerprint } from '../fingerprint.ts'
import { clockOf } from '../steps/clock.ts'

export interface Missing {
  project: string
  messageId: string
  partition: number
  offset: number
}

export interface Walked {
  records: number
  events: number
  lost: number
  /** The first of them, by name. */
  missing: Missing[]
}

export interface WalkOptions {
  log: EventLog
  group: string
  fingerprint: Fingerprint
  /** Whether an event came to rest anywhere. */
  isKept: (fingerprint: bigint) => boolean
  /** Whether a record as a whole is in quarantine. */
  isAside: (partition: number, offset: number) => boolean
  isErased: IsErased | undefined
  /** Since when a project keeps its events, in Unix milliseconds; nothing where it keeps all. */
  keptSince: ((project: string) => number | undefined) | undefined
}

const MOST_NAMED = 100
const READ_BYTES = 4 * 1024 * 1024

/** Walks every partition from its oldest record to where the group has committed, in a group of its own. */
export async function walkLog(options: WalkOptions): Promise<Walked> {
  const ends = await options.log.positions(options.group)
  const walked: Walked = { records: 0, events: 0, lost: 0, missing: [] }
  const subscription = await options.log.subscribe(`audit-${process.pid}`, (partition) =>
    walkPartition(partition, ends[partition.id]?.offset ?? 0, walked, options),
  )
  await subscription.done
  await subscription.stop()
  return walked
}

async function walkPartition(
  partition: Partition,
  until: number,
  walked: Walked,
  options: WalkOptions,
): Promise<void> {
  for (let from = 0; from < until; ) {
    const records = await partition.read({ from, until, maxBytes: READ_BYTES, waitMs: 1_000 })
    if (records.length === 0) return
    for (const record of records) walkRecord(record, partition.id, walked, options)
    from = (records.at(-1)?.offset ?? from) + 1
  }
}

function walkRecord(record: LogRecord, partition: number, walked: Walked, options: WalkOptions): void {
  walked.records++
  walked.events += record.events
  if (options.isAside(partition, record.offset)) return
  const opened = openRecord(record.value, partition, record.offset)
  if (!opened.ok)
    return tell(walked, record.events, { project: '', messageId: '', partition, offset: record.offset })
  for (const arrival of opened.arrivals) {
    const messageId = idOf(arrival)
    const { project } = arrival.header
    if (options.isKept(options.fingerprint(project, messageId))) continue
    if (options.isErased?.(project, arrival.wire.userId || arrival.wire.anonymousId || '')) continue
    if (clockOf(arrival).time < (options.keptSince?.(project) ?? -Infinity)) continue
    tell(walked, 1, { project, messageId, partition, offset: record.offset })
  }
}

function tell(walked: Walked, events: number, missing: Missing): void {
  walked.lost += events
  if (walked.missing.length < MOST_NAMED) walked.missing.push(missing)
}

/** As `normalise` names an event that came without a name. */
const idOf = ({ wire, header, index }: Arrival): string => wire.messageId || `${header.batchId}-${index}`
