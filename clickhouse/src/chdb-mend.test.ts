/** Looking for parts that were never written: a look that fails is told, and made again. */
import { expect, test, vi } from 'vitest'
import { startMending } from './chdb-mend.ts'
import type { StoreEvent } from './store.ts'

test('a look that fails is told each time, and the next one is made all the same', async () => {
  const events: StoreEvent[] = []
  let asked = 0
  const mending = startMending({
    query: () => (asked++ < 2 ? Promise.reject(new Error('busy')) : Promise.resolve({ rows: [] })),
    alone: () => Promise.reject(new Error('not asked')),
    onEvent: (event) => void events.push(event),
    everyMs: 1,
  })
  await vi.waitFor(() => expect(asked).toBeGreaterThan(3), 20_000)
  await mending.stop()
  const told = { name: 'not_looked', failure: 'Error: busy' }
  expect(events).toEqual([told, told])
})
