/** Correlations on the real engine, against a model that follows each person on the way. */
import type { CorrelationResult } from '@firefly/protocol/query/correlation'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyLog } from '../../testing/any-log.ts'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'
import { peopleOf } from '../../testing/plain.ts'
import { chainsFrom, isBetter } from '../funnel/model.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const START = Date.UTC(2026, 0, 10)
const HOUR = 3_600_000
const range = { from: '2026-01-10', to: '2026-01-12' }
const question = {
  kind: 'correlation' as const,
  ...range,
  steps: [{ event: 'a' }, { event: 'b' }],
  window: { value: 5, unit: 'hour' as const },
  minimum: 1,
  limit: 200,
}

test('whoever looked at the price converts; the ratio, and how far it may be trusted', async () => {
  const people = (converts: boolean, looks: boolean, count: number): Happening[] =>
    Array.from({ length: count }, (_, at) => `${converts} ${looks} ${at}`).flatMap((person) => [
      { event: 'a', person, time: START },
      ...(looks ? [{ event: 'price', person, time: START + HOUR }] : []),
      ...(converts ? [{ event: 'b', person, time: START + 2 * HOUR }] : []),
      // What comes after it is over has nothing to do with it.
      { event: 'late', person, time: START + 6 * HOUR },
    ])
  const project = await corpus.put([
    ...people(true, true, 19),
    ...people(true, false, 4),
    ...people(false, true, 3),
    ...people(false, false, 9),
  ])
  const result = await corpus.ask<CorrelationResult>(project, question)
  expect(result).toMatchObject({
    converted: 23,
    dropped: 12,
    correlations: [{ property: null, value: 'price', converted: 19, dropped: 3, oddsRatio: 10 }],
  })
  expect(result.correlations[0]?.low).toBeGreaterThan(1)
})

test('the people with each event, or each value, are those of the model', async () => {
  const log = anyLog({
    from: START,
    to: START + 30 * HOUR,
    maxLength: 50,
    people: ['p', 'q', 'r', 's', 't'],
    events: ['a', 'b', 'c', 'd'],
  })
  await fc.assert(
    fc.asyncProperty(log, fc.boolean(), async (events, byValue) => {
      const apart = events.map((one, at) => ({ ...one, time: one.time + at }))
      const { converted, dropped, correlations } = await corpus.ask<CorrelationResult>(
        await corpus.put(apart),
        {
          ...question,
          ...(byValue && { properties: ['shop'] }),
        },
      )
      const counts = new Map<string, [number, number]>()
      const totals = [0, 0]
      for (const own of peopleOf(apart)) {
        const matches = question.steps.map(
          ({ event }) =>
            (one: Happening) =>
              one.event === event,
        )
        const best = chainsFrom([], own, matches, 5 * HOUR)
          .map((chain) => chain.map(({ time }) => time))
          .reduce((found, times) => (isBetter(times, found) ? times : found), [])
        const [begun, won] = best
        if (begun === undefined) continue
        const place = won === undefined ? 1 : 0
        totals[place] = (totals[place] ?? 0) + 1
        const within = own.filter(({ time }) => time >= begun && time <= (won ?? begun + 5 * HOUR))
        const whats = byValue
          ? within.map(({ properties }) => properties?.['shop'] ?? '')
          : within.map(({ event }) => (event === 'a' || event === 'b' ? '' : event))
        for (const what of new Set(whats.filter((one) => one !== ''))) {
          const both = counts.get(what) ?? [0, 0]
          both[place]++
          counts.set(what, both)
        }
      }
      expect([converted, dropped]).toEqual(totals)
      expect(new Map(correlations.map((one) => [one.value, [one.converted, one.dropped]]))).toEqual(counts)
    }),
    { numRuns: 15 },
  )
})
