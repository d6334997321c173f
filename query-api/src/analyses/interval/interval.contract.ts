/** Intervals on the real engine, against a model that walks through each person's events. */
import type { IntervalQuery, IntervalResult } from '@firefly/protocol/query/interval'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { anyLog } from '../../testing/any-log.ts'
import { anyFilters } from '../../testing/any-question.ts'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'
import { median, rounded } from '../../testing/plain.ts'
import { modelIntervals } from './model.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const NOON = Date.UTC(2026, 0, 10, 12)
const range = { from: '2026-01-10', to: '2026-01-10' }
const at = (second: number, event: string, person = 'p'): Happening => ({
  event,
  person,
  time: NOON + second * 1000,
})
const ask = async (events: Happening[], more: object): Promise<IntervalResult> =>
  corpus.ask<IntervalResult>(await corpus.put(events), {
    kind: 'interval',
    ...range,
    start: { event: 'a' },
    end: { event: 'b' },
    ...more,
  })

test('from the last start before an end; from each one to the next where both are the same', async () => {
  const log = [at(0, 'a'), at(10, 'a'), at(15, 'b'), at(40, 'b'), at(50, 'a'), at(70, 'b'), at(0, 'a', 'q')]
  expect(await ask(log, { ranges: [10, 20] })).toEqual({
    users: 1,
    count: 2,
    averageSeconds: 12.5,
    minSeconds: 5,
    medianSeconds: 12.5,
    p90Seconds: 18.5,
    maxSeconds: 20,
    histogram: [
      { from: 0, to: 10, count: 1 },
      { from: 10, to: 20, count: 0 },
      { from: 20, to: null, count: 1 },
    ],
  })
  expect(await ask(log, { end: { event: 'a' } })).toMatchObject({ count: 2, minSeconds: 10, maxSeconds: 40 })
  expect(await ask(log, { window: { value: 10, unit: 'second' } })).toMatchObject({ count: 1, maxSeconds: 5 })
  expect(await ask([], {})).toMatchObject({ count: 0, users: 0, medianSeconds: null })
  await expect(ask([], { ranges: [2, 1] })).rejects.toMatchObject({ issues: [{ path: 'ranges' }] })
})

test('any intervals of any log are those of the model', async () => {
  const selection = fc.record({ event: fc.constantFrom('a', 'b'), filters: anyFilters })
  const asked = fc.record({
    start: selection,
    end: selection,
    filters: anyFilters,
    window: fc.constantFrom({ value: 1, unit: 'hour' as const }, { value: 1, unit: 'day' as const }),
  })
  const log = anyLog({ from: NOON - 36_000_000, to: NOON + 36_000_000, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(log, asked, async (events, more) => {
      const query = parseQuery({ kind: 'interval', ...range, ...more }) as IntervalQuery
      const people = modelIntervals(events, query, more.window.unit === 'hour' ? 3_600_000 : 86_400_000)
      const all = people.flat()
      const result = await corpus.ask<IntervalResult>(await corpus.put(events), query)
      expect(result).toMatchObject({
        users: people.filter((own) => own.length > 0).length,
        count: all.length,
      })
      expect(rounded(result.medianSeconds)).toBe(rounded(median(all)))
      expect(result.maxSeconds).toBe(all.length === 0 ? null : Math.max(...all))
      for (const { from, to, count } of result.histogram)
        expect(count).toBe(all.filter((one) => one >= from && (to === null || one < to)).length)
    }),
    { numRuns: 20 },
  )
})
