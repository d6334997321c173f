/** Stickiness on the real engine, against a model that counts each person's active intervals. */
import {
  CRITERION_OPERATORS,
  type StickinessQuery,
  type StickinessResult,
} from '@firefly/protocol/query/stickiness'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { anyLog } from '../../testing/any-log.ts'
import { anyFilters, anyPeriod, anySelection, anyWeekStart, anyZone } from '../../testing/any-question.ts'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'
import { modelStickiness } from './model.ts'

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
const counts = async (events: Happening[], more: object = {}): Promise<number[][]> => {
  const query = {
    kind: 'stickiness' as const,
    from: '2026-01-10',
    to: '2026-01-13',
    series: [{ event: 'a' }],
    ...more,
  }
  return (await corpus.ask<StickinessResult>(await corpus.put(events), query)).series.map((one) => one.counts)
}

describe('the last edge case', () => {
  const log = [at('p', 0), at('p', 0.1), at('p', 1), at('p', 3), at('q', 2), at('q', 9), at('r', 2, 'b')]

  test('people active in exactly so many days, and in at least so many', async () => {
    expect(await counts(log)).toEqual([[1, 0, 1, 0]])
    expect(await counts(log, { cumulative: true })).toEqual([[2, 1, 1, 0]])
    expect(await counts(log, { series: [{}, { event: 'b' }] })).toEqual([
      [2, 0, 1, 0],
      [1, 0, 0, 0],
    ])
  })

  test('two days as one interval; an odd day at the end is one by itself', async () => {
    expect(await counts(log, { intervalCount: 2 })).toEqual([[1, 1]])
    expect(await counts(log, { intervalCount: 3 })).toEqual([[1, 1]])
    expect(await counts(log, { intervalCount: 100 })).toEqual([[2]])
  })

  test('twice in an interval, or only once; never is no activity', async () => {
    expect(await counts(log, { criterion: { operator: 'gte', value: 2 } })).toEqual([[1, 0, 0, 0]])
    expect(await counts(log, { criterion: { operator: 'eq', value: 1 } })).toEqual([[1, 1, 0, 0]])
    expect(await counts(log, { criterion: { operator: 'lt', value: 1 } })).toEqual([[0, 0, 0, 0]])
  })
})

test('any stickiness over any log is that of the model', async () => {
  const asked = fc.record({
    days: fc.integer({ min: 1, max: 20 }),
    timezone: anyZone,
    weekStart: anyWeekStart,
    interval: anyPeriod,
    filters: anyFilters,
    series: fc.array(fc.record(anySelection), { minLength: 1, maxLength: 2 }),
    intervalCount: fc.constantFrom(1, 1, 2, 3, 30),
    criterion: fc.record({
      operator: fc.constantFrom(...CRITERION_OPERATORS),
      value: fc.integer({ min: 0, max: 3 }),
    }),
    cumulative: fc.boolean(),
  })
  const log = fc.constantFrom(1, 20).chain((days) =>
    anyLog({
      from: NOON - days * DAY,
      to: NOON + days * DAY,
      maxLength: 60,
      people: ['p', 'q', 'r', 's', 't'],
    }),
  )
  await fc.assert(
    fc.asyncProperty(log, asked, async (events, { days, ...more }) => {
      const [from, to] = [NOON - days * DAY, NOON + DAY]
      const iso = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
      const query = parseQuery({ kind: 'stickiness', ...iso, ...more }) as StickinessQuery
      const result = await corpus.ask<StickinessResult>(await corpus.put(events), query)
      expect(result).toEqual(modelStickiness({ events, query, zone: more.timezone, from, to }))
    }),
    { numRuns: 20 },
  )
})
