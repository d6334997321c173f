/** Makes the next chunk of a partition out of what comes, while the one before it is stored. */
import { setImmediate as others, setTimeout as sleep } from 'node:timers/promises'
import type { Partition } from '@firefly/event-log/port'
import { type Bell, createBell } from './bell.ts'
import { addRecord, type Chunk, type ChunkOptions, createChunk } from './chunk.ts'

export interface GatherOptions {
  partition: Partition
  /** Offset of the first record wanted. */
  from: number
  signal: AbortSignal
  chunking: ChunkOptions
  /** Most bytes of records in one chunk, asked again and again. */
  chunkBytes: () => number
  /** How long what comes may gather before it is read, while little comes: each look into the log has a price of its own. */
  readEveryMs?: number
}

export interface Gathering {
  /** The chunk so far, as soon as there is anything in it: what comes now goes into another. Undefined once there will be none. */
  take(): Promise<Chunk | undefined>
  /** Resolves after so long; sooner when no more goes into the chunk, or there will be no other. */
  rest(milliseconds: number): Promise<void>
  /** To be called once `signal` is aborted or the chunks are not wanted any more; what was not taken counts as never seen. Rejects with what kept it from reading. */
  end(): Promise<void>
}

const WAIT_MS = 1_000
/** How many events are done before others get the thread: about 2 ms. */
const TURN_EVENTS = 256
/** Far less than an insert waits for the one before it. */
const READ_EVERY_MS = 100
/** What is read and not yet in a chunk is bounded as well. */
const READ_BYTES = 2 * 1024 * 1024

export function gather({
  partition,
  from,
  signal,
  chunking,
  chunkBytes,
  ...given
}: GatherOptions): Gathering {
  const { readEveryMs = READ_EVERY_MS } = given
  const bell: Bell = createBell()
  let chunk = createChunk(partition.id)
  let isOver = false
  const isFull = (): boolean => chunk.bytes >= chunkBytes()
  const goesOn = (): boolean => !isOver && !signal.aborted
  const until = async (isMet: () => boolean): Promise<void> => {
    while (goesOn() && !isMet()) await bell.rung()
  }
  const fill = async (): Promise<void> => {
    for (let next = from, turn = 0; goesOn(); await until(() => !isFull())) {
      const maxBytes = Math.min(READ_BYTES, chunkBytes())
      let left = maxBytes
      for (const record of await partition.read({ from: next, maxBytes, waitMs: WAIT_MS })) {
        const before = chunk.processed
        left -= record.value.length
        addRecord(chunk, record, chunking)
        next = record.offset + 1
        turn += chunk.processed - before
        if (turn < TURN_EVENTS) continue
        turn = 0
        bell.ring()
        await others()
        // An end may have come meanwhile, and then what is left is for whoever holds the partition next.
        if (!goesOn()) return
      }
      bell.ring()
      // A log may count more than values, so one that has more to give may give a little less than was asked for.
      if (left > maxBytes / 2) await sleep(readEveryMs, undefined, { signal }).catch(() => undefined)
    }
  }
  const end = (): void => {
    isOver = true
    bell.ring()
  }
  signal.addEventListener('abort', end, { once: true })
  const filling = fill().finally(end)
  // Told by `end`; until then nobody need look.
  filling.catch(() => undefined)
  return {
    async take() {
      await until(() => chunk.records.length > 0)
      if (!goesOn()) return undefined
      const taken = chunk
      chunk = createChunk(partition.id)
      bell.ring()
      return taken
    },
    async rest(milliseconds) {
      let isRested = milliseconds <= 0
      const timer = setTimeout(() => ((isRested = true), bell.ring()), milliseconds)
      await until(() => isRested || isFull())
      clearTimeout(timer)
    },
    async end() {
      signal.removeEventListener('abort', end)
      end()
      await filling.finally(() => chunking.memory.release(chunk.claims))
    },
  }
}
