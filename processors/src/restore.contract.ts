/** What a processor remembers after a start, against what the real engine holds. */
import type { Store } from '@firefly/clickhouse/store'
import { type EventRow, eventBlock, eventColumns } from '@firefly/clickhouse/tables/events'
import { openEmptyStore } from '@firefly/clickhouse/testing/empty-store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMemory, type Memory } from './deduplicate.ts'
import { createFingerprint } from './fingerprint.ts'
import { restoreMemory } from './restore.ts'

let store: Store
beforeAll(async () => {
  store = await openEmptyStore()
  // Not in the order in which they were received.
  const order = Array.from({ length: EVENTS }, (_, at) => (at * 7) % EVENTS)
  const rows = [0, 1].flatMap((partition) => order.map((number) => rowOf(partition, number)))
  await store.insert({ table: 'events', columns: eventColumns, native: eventBlock(rows), token: 'rows' })
})
afterAll(() => store.close())

const EVENTS = 1_000
const MINUTE = 60_000
const NOW = Date.UTC(2026, 0, 31, 12)
/** One a minute, the last one now. */
const receivedAt = (number: number): number => NOW - (EVENTS - 1 - number) * MINUTE

function rowOf(partition: number, number: number): EventRow {
  const blank = Object.fromEntries(eventColumns.map((column) => [column, ''])) as unknown as EventRow
  const received = { time: receivedAt(number), received_at: receivedAt(number), is_clamped: 0, is_bot: 0 }
  const ids = { log_partition: partition, log_offset: number, place: 0, message_id: `${partition}-${number}` }
  return { ...blank, ...received, ...ids, project: 'p', event: 'e', user_id: 'u', properties: {} }
}

const fingerprint = await createFingerprint()
const memoryOf = (maxIds: number): Memory => createMemory({ horizonMs: 7 * 86_400_000, maxIds })
/** Numbers of those of a partition that are known. */
const known = (memory: Memory, partition = 0): number[] =>
  Array.from({ length: EVENTS }, (_, number) => number).filter(
    (number) => !memory.claim(fingerprint('p', `${partition}-${number}`)),
  )
const numbers = (from: number, to = EVENTS): number[] =>
  Array.from({ length: to - from }, (_, at) => from + at)

test('all ids of the partition are known again that came within the time, but for the range that is done again', async () => {
  const memory = memoryOf(10_000)
  await restoreMemory(store, memory, {
    partition: 0,
    since: receivedAt(300),
    except: { from: 700, to: 800 },
  })
  expect(memory.size).toBe(600)
  expect(known(memory)).toEqual([...numbers(300, 700), ...numbers(800)])
  expect(known(memory, 1)).toEqual([])
})

test('where there are more than are remembered the newest are, and the newest of them are forgotten last', async () => {
  const memory = memoryOf(100)
  await restoreMemory(store, memory, { partition: 0, since: 0 })
  expect(memory.size).toBe(100)
  memory.keep([1n], NOW)
  expect(known(memory)).toEqual(numbers(EVENTS - 50))
})

test('a store without events leaves nothing to remember', async () => {
  const memory = memoryOf(100)
  await restoreMemory(store, memory, { partition: 5, since: 0 })
  expect(memory.size).toBe(0)
})
