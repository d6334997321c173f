/**
 * The port: a durable, partitioned log of records between ingest and the processors.
 * Every adapter passes `contract.ts`. Records with the same key stay in one partition, in order.
 */

/** One record to append. */
export interface NewRecord {
  /** Decides the partition; usually the device. */
  key: string
  value: Uint8Array
  /** How many events the record holds, so that lag can be told in events. */
  events: number
}

/** Where a record came to rest, or why it could not. Only `appended` means durable. */
export type AppendOutcome =
  | { outcome: 'appended'; partition: number; offset: number }
  | { outcome: 'overloaded'; retryAfterMs: number }
  | { outcome: 'unavailable'; detail: string }

/** One record read back. Offsets of a partition grow, but may have gaps. */
export interface LogRecord {
  offset: number
  value: Uint8Array
  events: number
  /** Unix milliseconds at which the log took it. */
  appendedAt: number
}

/**
 * How far a group has come in a partition: everything below `offset` is done.
 * `note` is the group's own text, stored atomically with the offset (an intent, running totals).
 */
export interface Position {
  offset: number
  note: string
}

export interface ReadRequest {
  /** First offset wanted. */
  from: number
  /** Stop before this offset; absent means as far as there is. */
  until?: number
  maxBytes: number
  /** How long to wait for the first record when there is none yet. */
  waitMs: number
}

/** One partition, held by one consumer of a group at a time. */
export interface Partition {
  readonly id: number
  /** The durable position; `{ offset: 0, note: '' }` for a group that never committed. */
  position(): Promise<Position>
  /** Records in order from `from`; empty when nothing came within `waitMs`. Rejects once the assignment is lost. */
  read(request: ReadRequest): Promise<LogRecord[]>
  /** Durable when it resolves. Rejects once the assignment is lost. */
  commit(position: Position): Promise<void>
}

/** Runs for as long as a partition is held; should return soon after `signal` aborts. */
export type PartitionWorker = (partition: Partition, signal: AbortSignal) => Promise<void>

export interface Subscription {
  /** Resolves when every worker has returned; rejects with the first worker's failure. */
  readonly done: Promise<void>
  /** Aborts the workers and waits for them. */
  stop(): Promise<void>
}

/** What a group still has to do, over all partitions. */
export interface Lag {
  records: number
  events: number
  /** Unix milliseconds of the oldest waiting record; absent when there is none. */
  oldestAt?: number
}

/** What a record's value becomes; undefined leaves it as it is. Must be pure, and give the same for what it gave before. */
export type Redact = (value: Uint8Array) => Uint8Array | undefined

export interface Redaction {
  /** Records that were changed. */
  records: number
  /** Unix milliseconds at which the last bytes of before will be gone; absent when they are gone. */
  remainsUntil?: number
}

export interface EventLog {
  /** Resolves only after the record is durable (`appended`), or at once when it will not be taken. */
  append(record: NewRecord): Promise<AppendOutcome>
  /** Gives each partition of the log to `worker`; members of the same group share the partitions. */
  subscribe(group: string, worker: PartitionWorker): Promise<Subscription>
  lag(group: string): Promise<Lag>
  /** Every partition's position, in the order of their ids. */
  positions(group: string): Promise<Position[]>
  /**
   * Takes something out of every record appended so far. Resolves when readers no longer get it and, without `remainsUntil`,
   * when its bytes are gone from the disk. Offsets, order and counts of events stay as they are.
   */
  redact(change: Redact): Promise<Redaction>
  /** Rejects when the log cannot take records now. */
  ready(): Promise<void>
  /** Refuses new records, waits for those in flight, stops subscriptions, releases files or sockets. */
  close(): Promise<void>
}

/** What an adapter reports while it works; nothing in here is personal. */
export type LogEvent =
  | { name: 'segment_opened'; segment: string }
  | { name: 'segment_dropped'; segment: string; records: number; reason: 'size' | 'age' }
  | { name: 'segment_rewritten'; segment: string; records: number }
  | { name: 'append_failed'; detail: string }
  | { name: 'commit_failed'; detail: string }
  | { name: 'retention_failed'; detail: string }
  | { name: 'rebalanced'; partitions: number[] }
  | { name: 'connection_lost'; detail: string }
export type OnLogEvent = (event: LogEvent) => void
