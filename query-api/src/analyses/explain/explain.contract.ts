/** Explanations on the real engine, against a model that counts each group of both times. */
import type { ExplainResult } from '@firefly/protocol/query/explain'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyLog } from '../../testing/any-log.ts'
import { type Corpus, openCorpus } from '../../testing/corpus.ts'
import { textIn } from '../../testing/filters.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const START = Date.UTC(2026, 0, 10)
const DAY = 86_400_000
const properties = ['shop', '$platform']

test('every group of both times, those that changed the most first', async () => {
  const log = anyLog({ from: START - 2 * DAY, to: START + 2 * DAY - 1, maxLength: 50 })
  await fc.assert(
    fc.asyncProperty(
      log,
      fc.constantFrom('total' as const, 'unique_users' as const),
      async (events, math) => {
        const result = await corpus.ask<ExplainResult>(await corpus.put(events), {
          kind: 'explain',
          from: '2026-01-10',
          to: '2026-01-11',
          series: { event: 'a', math },
          properties,
          limit: 200,
        })
        const measure = (from: number, property?: string, value?: string | null): number => {
          const own = events.filter(
            (one) =>
              one.event === 'a' &&
              one.time >= from &&
              one.time < from + 2 * DAY &&
              (property === undefined || textIn(one, property, 'UTC') === (value ?? '')),
          )
          return math === 'total' ? own.length : new Set(own.map(({ person }) => person)).size
        }
        const changed = (property?: string, value?: string | null) => {
          const [now, before] = [measure(START, property, value), measure(START - 2 * DAY, property, value)]
          return { now, before, change: now - before }
        }
        expect(result).toMatchObject(changed())
        for (const { property, value, now, before, change } of result.groups)
          expect([property, value, { now, before, change }]).toEqual([
            property,
            value,
            changed(property, value),
          ])
        const seen = events.filter(({ event }) => event === 'a')
        const groups = new Set(
          seen.flatMap((one) => properties.map((property) => `${property} ${textIn(one, property, 'UTC')}`)),
        )
        expect(new Set(result.groups.map(({ property, value }) => `${property} ${value ?? ''}`))).toEqual(
          groups,
        )
        const sizes = result.groups.map(({ change }) => Math.abs(change))
        expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
      },
    ),
    { numRuns: 10 },
  )
})
