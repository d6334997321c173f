/** One partition while this member of the group holds it: pulled at the worker's pace, committed with its note. */
import { setTimeout as sleep } from 'node:timers/promises'
import { patiently } from '../patience.ts'
import type { LogRecord, OnLogEvent, Partition, Position, ReadRequest } from '../port.ts'
import type { Positions } from './positions.ts'
import type { Connection, Member } from './connection.ts'
import { createReadAhead } from './read-ahead.ts'
import { isFenced, isOutOfRange } from './refusals.ts'

export interface Hold {
  readonly partition: Partition
  /** Aborts when the partition is lost or given up. */
  readonly signal: AbortSignal
  /** Nothing may be read or committed from now on: somebody else may hold it. */
  lose(): void
  /** Asks the worker to end; what it has in hand may still be committed. */
  release(): void
}

export interface HoldOptions {
  id: number
  group: string
  member: Member
  positions: Positions
  connection: Connection
  onEvent: OnLogEvent
}

const POLL_MS = 1_000
const RETRY_MS = 250
/** Brokers count compressed bytes; what is more than wanted waits in memory. */
const USUAL_COMPRESSION = 4
const START: Position = { offset: 0, note: '' }

export function createHold(options: HoldOptions): Hold {
  const { id, group, member, positions, connection, onEvent } = options
  const abort = new AbortController()
  const ahead = createReadAhead()
  let lost = false
  const mustHold = (): void => {
    if (lost) throw new Error(`partition ${id} is held by another member of the group now`)
  }
  const lose = (): void => {
    lost = true
    abort.abort()
  }
  const tell = (error: unknown): void =>
    onEvent({ name: 'connection_lost', detail: error instanceof Error ? error.message : String(error) })

  /** For as long as the partition is ours: brokers come back. */
  const insisting = <Answer>(ask: () => Promise<Answer>): Promise<Answer> =>
    patiently(ask, {
      mustGoOn: (error) => {
        if (isFenced(error)) lose()
        mustHold()
      },
      event: 'connection_lost',
      onEvent,
    })
  const pull = async (request: ReadRequest, waitMs: number): Promise<LogRecord[]> => {
    const { from } = request
    const maxBytes = Math.ceil(request.maxBytes / USUAL_COMPRESSION)
    try {
      return (await connection.pull({ partition: id, from, maxBytes, waitMs })).records
    } catch (error) {
      if (isOutOfRange(error)) return skipToOldest(from, maxBytes)
      tell(error)
      await sleep(RETRY_MS)
      return []
    }
  }
  /** What retention has deleted will never come; what lies beyond the end may. */
  const skipToOldest = async (from: number, maxBytes: number): Promise<LogRecord[]> => {
    const { low } = (await insisting(() => positions.ends())).get(id) ?? { low: 0 }
    if (low <= from) return sleep(RETRY_MS).then(() => [])
    return (await connection.pull({ partition: id, from: low, maxBytes, waitMs: 0 })).records
  }
  const partition: Partition = {
    id,
    position: async () => (await insisting(() => positions.read(group))).get(id) ?? START,
    async read(request) {
      const until = performance.now() + request.waitMs
      for (;;) {
        mustHold()
        const found = ahead.take(request)
        const leftMs = until - performance.now()
        if (found.length > 0 || leftMs <= 0 || abort.signal.aborted) return found
        ahead.fill(request.from, await pull(request, Math.min(POLL_MS, Math.ceil(leftMs))))
      }
    },
    commit: (position) => insisting(() => connection.commit(member, id, position)),
  }
  return { partition, signal: abort.signal, lose, release: () => abort.abort() }
}
