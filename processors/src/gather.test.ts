/** What comes goes into chunks: all of it, once, in order, never more than may be in hand. */
import { setImmediate as others } from 'node:timers/promises'
import { createMemoryLog } from '@firefly/event-log/memory'
import type { Partition } from '@firefly/event-log/port'
import { encodeRecord } from '@firefly/protocol/record'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Chunk, ChunkOptions } from './chunk.ts'
import { createMemory } from './deduplicate.ts'
import { createFingerprint } from './fingerprint.ts'
import { gather, type Gathering } from './gather.ts'
import { openEventsPipeline } from './pipelines/events.ts'

const fingerprint = await createFingerprint()
const pipeline = openEventsPipeline()
const chunkingOf = (): ChunkOptions => ({
  pipeline,
  memory: createMemory({ horizonMs: 86_400_000, maxIds: 10_000 }),
  fingerprint,
  onStep: () => undefined,
  isWatched: () => false,
})

const recordOf = (number: number, padding: number): Uint8Array => {
  const event = { type: 'track', event: 'a', userId: 'u', messageId: `m${number}` }
  return encodeRecord(
    { project: 'p', batchId: 'b', receivedAt: 1, shape: 'batch', events: 1 },
    Buffer.from(JSON.stringify({ batch: [event], padding: 'x'.repeat(padding) })),
  )
}

interface Running {
  append: (padding: number) => Promise<void>
  gathering: Gathering
  chunking: ChunkOptions
  stop: () => Promise<void>
}

async function start(
  chunkBytes: number,
  over: (partition: Partition) => Partition = (one) => one,
): Promise<Running> {
  const [log, chunking] = [createMemoryLog(), chunkingOf()]
  let hold: { partition: Partition; signal: AbortSignal } | undefined
  await log.subscribe('events', async (partition, signal) => void (hold = { partition, signal }))
  if (!hold) throw new Error('a log in memory gives its partition at once')
  const options = {
    ...hold,
    partition: over(hold.partition),
    from: 0,
    chunking,
    chunkBytes: () => chunkBytes,
  }
  const gathering = gather(options)
  let count = 0
  return {
    gathering,
    chunking,
    async append(padding) {
      await log.append({ key: 'k', value: recordOf(count++, padding), events: 1 })
    },
    async stop() {
      await log.close()
      await gathering.end()
    },
  }
}

const taken = async ({ gathering }: Running): Promise<Chunk> => {
  const chunk = await gathering.take()
  if (!chunk) throw new Error('there was to be a chunk')
  return chunk
}

test('whenever a chunk is taken, every record is in one, in its place, and none holds more than it may', async () => {
  const deed = fc.oneof(fc.record({ append: fc.nat(300) }), fc.constant('take'), fc.constant('turn'))
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { maxLength: 40 }),
      fc.integer({ min: 1, max: 2_000 }),
      async (deeds, most) => {
        const running = await start(most)
        const chunks: Chunk[] = []
        let waiting = 0
        for (const one of deeds) {
          if (one === 'turn') await others()
          else if (one !== 'take') await running.append(((waiting += 1), one.append))
          else if (waiting > 0) waiting -= chunks[chunks.push(await taken(running)) - 1]?.records.length ?? 0
        }
        while (waiting > 0) waiting -= chunks[chunks.push(await taken(running)) - 1]?.records.length ?? 0
        await running.stop()
        const records = chunks.flatMap((chunk) => chunk.records)
        expect(records.map(({ offset }) => offset)).toEqual(records.map((_, at) => at))
        expect(records.length).toBe(deeds.filter((one) => typeof one === 'object').length)
        for (const { bytes, records: list, from, to, block } of chunks) {
          expect(bytes - (list.at(-1)?.value.length ?? 0)).toBeLessThan(most)
          expect([from, to, block.rows]).toEqual([
            list[0]?.offset,
            (list.at(-1)?.offset ?? 0) + 1,
            list.length,
          ])
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('what was not taken counts as never seen', async () => {
  const running = await start(1_000_000)
  await running.append(0)
  const { claims } = await taken(running)
  await running.append(0)
  const second = fingerprint('p', 'm1')
  await expect.poll(() => isClaimed(running, second), { timeout: 60_000, interval: 5 }).toBe(true)
  await running.stop()
  expect([isClaimed(running, second), isClaimed(running, claims[0] as bigint)]).toEqual([false, true])
})

const isClaimed = ({ chunking: { memory } }: Running, name: bigint): boolean => {
  const isFree = memory.claim(name)
  if (isFree) memory.release([name])
  return !isFree
}

test('a rest ends when the chunk is full, and when nothing is wanted any more', async () => {
  const running = await start(1)
  const full = running.gathering.rest(3_600_000)
  await running.append(0)
  await full
  await taken(running)
  const over = running.gathering.rest(3_600_000)
  await running.stop()
  await over
  expect(await running.gathering.take()).toBeUndefined()
})

test('a partition that cannot be read ends the chunks, with its reason', async () => {
  const running = await start(1_000, (partition) => ({
    ...partition,
    read: () => Promise.reject(new Error('held by another')),
  }))
  expect(await running.gathering.take()).toBeUndefined()
  await expect(running.gathering.end()).rejects.toThrow('held by another')
})
