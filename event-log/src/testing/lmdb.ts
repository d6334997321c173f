/** Logs on LMDB for tests: made, appended to and read in a line each. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { type OpenLogOptions, openEventLog } from '../open.ts'
import type { AppendOutcome, EventLog, LogRecord } from '../port.ts'

/** A folder of its own. */
export const newPlace = (): string => mkdtempSync(`${tmpdir()}/firefly-lmdb-`)
export const open = (place: string, partitions: number, options?: OpenLogOptions): Promise<EventLog> =>
  openEventLog(`lmdb:${place}?partitions=${partitions}`, options)

export const append = (log: EventLog, value: string): Promise<AppendOutcome> =>
  log.append({ key: 'k', value: Buffer.from(value), events: 1 })
/** Every record of each partition from an offset on. */
export const readFrom = async (log: EventLog, from: number): Promise<LogRecord[]> => {
  const found: LogRecord[] = []
  const subscription = await log.subscribe('reader', async (partition) => {
    for (let next = from; ; next = (found.at(-1)?.offset ?? next) + 1) {
      const more = await partition.read({ from: next, maxBytes: 100_000, waitMs: 1 })
      if (more.length === 0) return
      found.push(...more)
    }
  })
  await subscription.done
  return found
}
