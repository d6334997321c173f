/** Lifetime value on the real engine, against a plain sum over each cohort's people. */
import type { LtvResult } from '@firefly/protocol/query/ltv'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyLog } from '../../testing/any-log.ts'
import { type Corpus, openCorpus } from '../../testing/corpus.ts'
import { numberIn } from '../../testing/filters.ts'
import { peopleOf, rounded } from '../../testing/plain.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const DAY = 86_400_000
const FIRST = Date.UTC(2026, 0, 10)

test('what the people of a day have brought in by the end of each day after it, for each of them', async () => {
  const log = anyLog({
    from: FIRST - 3 * DAY,
    to: FIRST + 8 * DAY,
    maxLength: 60,
    people: ['p', 'q', 'r', 's'],
  })
  await fc.assert(
    fc.asyncProperty(log, async (events) => {
      const query = {
        kind: 'ltv' as const,
        from: '2026-01-10',
        to: '2026-01-12',
        start: { event: 'a' },
        revenue: { event: 'b', property: 'price' },
        period: 'day' as const,
        periods: 4,
      }
      const { cohorts } = await corpus.ask<LtvResult>(await corpus.put(events), query, FIRST + 5 * DAY)
      const people = peopleOf(events).map((own) => ({
        own,
        first: Math.min(...own.filter(({ event }) => event === 'a').map(({ time }) => time)),
      }))
      const model = [0, 1, 2].map((day) => {
        const begin = FIRST + day * DAY
        const members = people.filter(({ first }) => first >= begin && first < begin + DAY)
        // Asked at the end of the fifth day, when that many periods are over.
        const revenue = [0, 1, 2, 3].slice(0, 5 - day).map((period) =>
          members
            .flatMap(({ own }) => own)
            .filter(({ event, time }) => event === 'b' && time >= begin && time < begin + (period + 1) * DAY)
            .reduce((sum, one) => sum + (numberIn(one.properties?.['price'] ?? '') ?? 0), 0),
        )
        return {
          size: members.length,
          revenue: revenue.map(rounded),
          perUser: revenue.map((all) => rounded(members.length === 0 ? 0 : all / members.length)),
        }
      })
      expect(
        cohorts.map(({ size, revenue, perUser }) => ({
          size,
          revenue: revenue.map(rounded),
          perUser: perUser.map(rounded),
        })),
      ).toEqual(model)
    }),
    { numRuns: 15 },
  )
})
