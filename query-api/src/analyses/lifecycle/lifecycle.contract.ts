/** Lifecycles on the real engine, against a model that asks each person in each interval. */
import type { LifecycleQuery, LifecycleResult } from '@firefly/protocol/query/lifecycle'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { anyLog } from '../../testing/any-log.ts'
import { anyFilters, anyPeriod, anyWeekStart, anyZone, optional } from '../../testing/any-question.ts'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'
import { modelLifecycle } from './model.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const DAY = 86_400_000
const NOON = Date.UTC(2026, 0, 10, 12)
const at = (person: string, day: number, event = 'a'): Happening => ({
  event,
  person,
  time: NOON + day * DAY,
})
const lifecycle = async (events: Happening[], more: object = {}): Promise<LifecycleResult> =>
  corpus.ask<LifecycleResult>(await corpus.put(events), {
    kind: 'lifecycle',
    from: '2026-01-10',
    to: '2026-01-13',
    event: 'a',
    ...more,
  })

describe('the last edge case', () => {
  test('new, returning, resurrecting, dormant', async () => {
    expect(await lifecycle([at('p', 0), at('p', 1), at('p', 3), at('q', -1), at('q', 3)])).toEqual({
      buckets: ['2026-01-10', '2026-01-11', '2026-01-12', '2026-01-13'].map((day) => `${day}T00:00:00+00:00`),
      new: [1, 0, 0, 0],
      returning: [0, 1, 0, 0],
      resurrecting: [0, 0, 0, 2],
      dormant: [-1, 0, -1, 0],
    })
  })

  test('whoever did anything else before is not new', async () => {
    expect(await lifecycle([at('p', -100, 'b'), at('p', 0), at('q', 0.1, 'b'), at('q', 0.2)])).toMatchObject({
      new: [1, 0, 0, 0],
      resurrecting: [1, 0, 0, 0],
    })
  })

  test('a range inside a week or a month asks about all of it', async () => {
    const log = [at('p', -3), at('p', 3), at('q', 20)]
    const week = { from: '2026-01-15', to: '2026-01-15', interval: 'week' }
    expect(await lifecycle(log, week)).toMatchObject({
      buckets: ['2026-01-12T00:00:00+00:00'],
      returning: [1],
    })
    expect(await lifecycle(log, { ...week, interval: 'month' })).toMatchObject({ new: [2] })
  })
})

test('any lifecycle over any log is that of the model', async () => {
  const asked = fc.record({
    days: fc.integer({ min: 1, max: 20 }),
    timezone: anyZone,
    weekStart: anyWeekStart,
    interval: anyPeriod,
    event: optional(fc.constantFrom('a', 'b')),
    filters: anyFilters,
  })
  const people = ['p', 'q', 'r', 's', 't', 'u', 'v']
  const log = fc
    .constantFrom(2, 20, 60)
    .chain((days) => anyLog({ from: NOON - days * DAY, to: NOON + days * DAY, maxLength: 60, people }))
  await fc.assert(
    fc.asyncProperty(log, asked, async (events, { days, event, ...more }) => {
      const [from, to] = [NOON - days * DAY, NOON + DAY]
      const iso = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
      const query = parseQuery({
        kind: 'lifecycle',
        ...iso,
        ...more,
        ...(event && { event }),
      }) as LifecycleQuery
      const result = await corpus.ask<LifecycleResult>(await corpus.put(events), query)
      const buckets = result.buckets.map((bucket) => new Date(bucket).toISOString())
      const model = modelLifecycle({ events, query, zone: more.timezone, from, to })
      expect({ ...result, buckets }).toEqual(model)
    }),
    { numRuns: 20 },
  )
})
