/** Distributions on the real engine, against a model that measures each person. */
import {
  DISTRIBUTION_MATHS,
  type DistributionQuery,
  type DistributionResult,
} from '@firefly/protocol/query/distribution'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { anyLog } from '../../testing/any-log.ts'
import { anyFilters, anyZone, optional } from '../../testing/any-question.ts'
import { type Corpus, openCorpus } from '../../testing/corpus.ts'
import { median, rounded } from '../../testing/plain.ts'
import { modelNumbers } from './model.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const NOON = Date.UTC(2026, 0, 10, 12)
const range = { from: '2026-01-08', to: '2026-01-12' }
const DAY = 86_400_000

test('people by how often they did something', async () => {
  const at = (person: string, day: number) => ({ event: 'a', person, time: NOON + day * DAY })
  const project = await corpus.put([at('p', 0), at('p', 0.1), at('p', 1), at('q', 0)])
  const ask = (more: object) =>
    corpus.ask<DistributionResult>(project, { kind: 'distribution', ...range, ...more })
  expect(await ask({ ranges: [1, 3] })).toEqual({
    users: 2,
    average: 2,
    median: 2,
    p90: 2.8,
    max: 3,
    ranges: [
      { from: null, to: 1, users: 0 },
      { from: 1, to: 3, users: 1 },
      { from: 3, to: null, users: 1 },
    ],
  })
  expect(await ask({ math: 'active_days' })).toMatchObject({ max: 2 })
  expect(await ask({ event: 'x' })).toMatchObject({ users: 0, average: null })
  await expect(ask({ math: 'sum' })).rejects.toMatchObject({ issues: [{ path: 'property' }] })
})

test('any distribution of any log is that of the model', async () => {
  const asked = fc.record({
    event: optional(fc.constantFrom('a', 'b')),
    filters: anyFilters,
    math: fc.constantFrom(...DISTRIBUTION_MATHS),
    property: fc.constantFrom('price', '$hour'),
    timezone: anyZone,
    ranges: fc.constantFrom([0], [1, 2, 3], [-5, 0.5, 7, 12.5]),
  })
  // Two days off the ends of the range, so that every zone keeps them all.
  const log = anyLog({ from: NOON - DAY, to: NOON + DAY, maxLength: 50, people: ['p', 'q', 'r', 's'] })
  await fc.assert(
    fc.asyncProperty(log, asked, async (events, { event, ...more }) => {
      const query = parseQuery({
        kind: 'distribution',
        ...range,
        ...more,
        ...(event && { event }),
      }) as DistributionQuery
      const numbers = modelNumbers(events, query, more.timezone)
      const result = await corpus.ask<DistributionResult>(await corpus.put(events), query)
      expect(result.users).toBe(numbers.length)
      expect(rounded(result.median)).toBe(rounded(median(numbers)))
      expect(rounded(result.max)).toBe(numbers.length === 0 ? null : rounded(Math.max(...numbers)))
      for (const { from, to, users } of result.ranges)
        expect(users).toBe(
          numbers.filter((one) => (from === null || one >= from) && (to === null || one < to)).length,
        )
    }),
    { numRuns: 25 },
  )
})
