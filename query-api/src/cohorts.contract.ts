/** Cohorts on the real engine, as filters, against a model that asks each person what they did. */
import type { Cohort, Did } from '@firefly/protocol/query/filters'
import { TIMES_OPERATORS } from '@firefly/protocol/query/filters'
import type { FunnelResult, TrendResult } from '@firefly/protocol/results'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyLog } from './testing/any-log.ts'
import { anyFilters, optional } from './testing/any-question.ts'
import { type Corpus, type Happening, openCorpus } from './testing/corpus.ts'
import { grouped } from './grouped.ts'
import { isSelected } from './testing/plain.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const DAY = 86_400_000
const NOON = Date.UTC(2026, 0, 10, 12)
const range = { from: '2026-01-08', to: '2026-01-12' }
const END = Date.UTC(2026, 0, 13)

test('any cohort, combined at will, keeps the events of the people it means', async () => {
  const did: fc.Arbitrary<Did> = fc.record({
    event: optional(fc.constantFrom('a', 'b')),
    filters: anyFilters,
    times: optional(
      fc.record({ operator: fc.constantFrom(...TIMES_OPERATORS), value: fc.integer({ min: 0, max: 3 }) }),
    ),
    within: optional(fc.constantFrom(1, 3, 30).map((value) => ({ value, unit: 'day' as const }))),
  })
  const { cohort } = fc.letrec<{ cohort: Cohort }>((tie) => ({
    cohort: fc.oneof(
      { maxDepth: 2 },
      fc.record({ did }),
      fc.record({ all: fc.array(tie('cohort'), { minLength: 1, maxLength: 2 }) }),
      fc.record({ any: fc.array(tie('cohort'), { minLength: 1, maxLength: 2 }) }),
      fc.record({ not: tie('cohort') }),
    ),
  }))
  const log = anyLog({
    from: NOON - 10 * DAY,
    to: NOON + 5 * DAY,
    maxLength: 50,
    people: ['p', 'q', 'r', 's', 't'],
  })
  await fc.assert(
    fc.asyncProperty(log, fc.array(cohort, { minLength: 1, maxLength: 4 }), async (events, cohorts) => {
      const plain = JSON.parse(JSON.stringify(cohorts)) as Cohort[]
      const series = plain.map((one) => ({ filters: [{ cohort: one }] }))
      const result = await corpus.ask<TrendResult>(await corpus.put(events), {
        kind: 'trend',
        ...range,
        series,
      })
      const byPerson = grouped(events, ({ person }) => person)
      const inside = events.filter(({ time }) => time >= Date.UTC(2026, 0, 8) && time < END)
      const model = plain.map(
        (one) => inside.filter(({ person }) => belongs(one, byPerson.get(person) ?? [])).length,
      )
      expect(result.series.map(({ total }) => total)).toEqual(model)
    }),
    { numRuns: 20 },
  )
})

function belongs(cohort: Cohort, own: readonly Happening[]): boolean {
  if ('all' in cohort) return cohort.all.every((one) => belongs(one, own))
  if ('any' in cohort) return cohort.any.some((one) => belongs(one, own))
  if ('not' in cohort) return !belongs(cohort.not, own)
  const { times = { operator: 'gte', value: 1 }, within } = cohort.did
  const since = within ? END - within.value * DAY : Number.NEGATIVE_INFINITY
  const often = own.filter(
    (one) => one.time < END && one.time >= since && isSelected(cohort.did, one, 'UTC'),
  ).length
  const { value } = times
  return {
    eq: often === value,
    neq: often !== value,
    gt: often > value,
    gte: often >= value,
    lt: often < value,
    lte: often <= value,
  }[times.operator]
}

test('a cohort filters every kind, also one step of a funnel; an id that nobody saved is named', async () => {
  const at = (event: string, person: string, day = 0): Happening => ({
    event,
    person,
    time: NOON + day * DAY,
  })
  const project = await corpus.put([at('a', 'p'), at('a', 'q'), at('vip', 'q', -100)])
  const vips = [{ cohort: { did: { event: 'vip' } } }]
  const { steps } = await corpus.ask<FunnelResult>(project, {
    kind: 'funnel',
    ...range,
    steps: [{ event: 'a', filters: vips }],
  })
  expect(steps.map(({ count }) => count)).toEqual([1])
  for (const kind of ['lifecycle', 'session'] as const)
    expect(
      await corpus.ask(project, {
        kind,
        ...range,
        filters: [{ cohort: { not: vips[0]?.cohort ?? { did: {} } } }],
      }),
    ).toBeDefined()
  const unknown = corpus.ask(project, {
    kind: 'trend',
    ...range,
    series: [{}],
    filters: [{ any: [{ cohort: 'c1' }] }],
  })
  await expect(unknown).rejects.toMatchObject({ issues: [{ path: 'filters.0.any.0.cohort' }] })
})
