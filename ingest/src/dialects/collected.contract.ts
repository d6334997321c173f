/** What a glance at others' batches leaves behind in memory: nothing that only a collection of everything would take away. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { glanceAt as glanceAtPostHog } from './posthog/glance.ts'
import { glanceAt as glanceAtSensors } from './sensors/glance.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void
const BATCHES = 4_000
const NOW = Date.UTC(2026, 10, 23, 9)

/** Bytes of objects that have survived two collections of what is young, or were old from the beginning. */
const old = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? 0

const batchOf = (event: (at: number) => object): Buffer =>
  Buffer.from(JSON.stringify(Array.from({ length: 20 }, (_, at) => event(at))))
const posthog = batchOf((at) => ({
  event: 'Product Viewed',
  // One in two has to be translated by itself.
  timestamp: at % 2 ? '2026-11-23T09:00:00.000Z' : '2026-11-23T09:00:00Z',
  properties: { distinct_id: 'device-1', $lib: 'web', $lib_version: '1.200.0', price: at },
}))
const sensors = batchOf((at) => ({
  type: 'track',
  event: 'Product Viewed',
  time: NOW,
  distinct_id: 'device-1',
  lib: { $lib: 'js', $lib_version: '1.25.1' },
  properties: { price: at },
  _track_id: 100_000_000 + at,
  _flush_time: NOW,
}))
const WIRES = {
  PostHog: () =>
    glanceAtPostHog(posthog, { sentAtOf: () => undefined, receivedAt: NOW, library: undefined })?.batch,
  Sensors: () => glanceAtSensors(sensors, NOW)?.batch,
}

for (const [wire, glance] of Object.entries(WIRES))
  test(`a batch of ${wire}’s leaves nothing old behind`, () => {
    const glances = (): void => {
      for (let n = 0; n < BATCHES; n++) glance()
      collect({ type: 'minor' })
    }
    expect(glance()?.accepted).toBe(20)
    glances()
    collect()
    const before = old()
    glances()
    // With objects that began with a spread it was 600 bytes a batch, and 150 for each event that is translated; it is some 2.
    expect((old() - before) / BATCHES).toBeLessThan(100)
  })
