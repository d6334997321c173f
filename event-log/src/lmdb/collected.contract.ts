/** What an append leaves behind in memory: nothing that only a collection of everything would take away, which keeps all who send waiting. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { openEventLog } from '../open.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void
const LANES = 64
const APPENDS = 100
const NUMBERS = 1_000

/** Bytes of objects that have survived two collections of what is young. */
const old = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? 0

test('what a request holds while its append is under way is collected young, however many come after it', async () => {
  const place = mkdtempSync(`${tmpdir()}/firefly-collected-`)
  const log = await openEventLog(`lmdb:${place}?partitions=1`)
  const request = new AsyncLocalStorage<number[]>()
  const value = Buffer.alloc(1_000)
  const holding = (): number[] => Array.from({ length: NUMBERS }, (_, at) => at + 0.5)
  const lane = async (): Promise<void> => {
    for (let n = 0; n < APPENDS; n++)
      await request.run(holding(), () => log.append({ key: 'k', value, events: 1 }))
  }
  const all = (): Promise<void[]> => Promise.all(Array.from({ length: LANES }, lane))
  await all()
  collect()
  const before = old()
  await all()
  collect({ type: 'minor' })
  // Where each commit kept what its first append had held, it was 230 bytes an append; it is some 20.
  expect((old() - before) / (LANES * APPENDS)).toBeLessThan(100)
  await log.close()
  rmSync(place, { recursive: true })
})
