/** Sends records in order, one request at a time; what comes meanwhile travels together in the next. */
import type { NewRecord } from '../port.ts'

/** A record and where it goes. */
export interface Addressed extends NewRecord {
  partition: number
}

export interface Sender {
  /** Resolves with the record's offset once the brokers have it; rejects when they may not. */
  send(record: Addressed): Promise<number>
}

/** Writes records; resolves with the offset of the first record of each partition. */
export type WriteBatch = (records: readonly Addressed[]) => Promise<Map<number, number>>

interface Waiting {
  record: Addressed
  /** When it was handed over, by `performance.now()`. */
  since: number
  resolve(offset: number): void
  reject(error: unknown): void
}

export interface SenderOptions {
  maxBatchBytes: number
  /** After so long a record is given up: not sent any more if it still waits, of unknown outcome if it is under way. */
  patienceMs: number
}

const LOOK_MS = 250

export function createSender(write: WriteBatch, { maxBatchBytes, patienceMs }: SenderOptions): Sender {
  const queue: Waiting[] = []
  let [sending, underWay]: [boolean, Waiting[]] = [false, []]
  const giveUp = (): void => {
    const isLate = ({ since }: Waiting): boolean => performance.now() - since > patienceMs
    const fresh = queue.findIndex((one) => !isLate(one))
    for (const { reject } of [
      ...underWay.filter(isLate),
      ...queue.splice(0, fresh < 0 ? queue.length : fresh),
    ])
      reject(new Error(`not acknowledged within ${patienceMs} ms`))
  }
  const run = async (): Promise<void> => {
    const timer = setInterval(giveUp, LOOK_MS)
    // What was handed over in the same turn of the event loop travels together.
    await new Promise(setImmediate)
    while (queue.length > 0) {
      underWay = takeBatch(queue, maxBatchBytes)
      await ship(underWay, write)
    }
    clearInterval(timer)
    ;[sending, underWay] = [false, []]
  }
  return {
    send: (record) =>
      new Promise((resolve, reject) => {
        queue.push({ record, since: performance.now(), resolve, reject })
        if (sending) return
        sending = true
        void run()
      }),
  }
}

/** At least one record, then as many as fit. */
function takeBatch(queue: Waiting[], maxBytes: number): Waiting[] {
  let bytes = 0
  const end = queue.findIndex(({ record }, at) => {
    bytes += record.value.length
    return at > 0 && bytes > maxBytes
  })
  return queue.splice(0, end < 0 ? queue.length : end)
}

/** Never rejects: the outcome belongs to those who wait for their records. */
async function ship(batch: readonly Waiting[], write: WriteBatch): Promise<void> {
  try {
    const next = await write(batch.map(({ record }) => record))
    for (const { record, resolve } of batch) {
      const offset = next.get(record.partition) ?? 0
      next.set(record.partition, offset + 1)
      resolve(offset)
    }
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}
