/** Cohorts on the real engine, as filters, against a model that asks each person what they did. */
import type { Cohort, Condition, Did, Sequence } from '@firefly/protocol/query/filters'
import { TIMES_OPERATORS } from '@firefly/protocol/query/filters'
import type { FunnelResult, TrendResult } from '@firefly/protocol/results'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chainsFrom } from '../analyses/funnel/model.ts'
import { anyFilter } from '../testing/any-filter.ts'
import { anyLog, PROPERTIES, VALUES } from '../testing/any-log.ts'
import { anyFilters, optional } from '../testing/any-question.ts'
import { type Corpus, type Happening, openCorpus } from '../testing/corpus.ts'
import { grouped } from '../grouped.ts'
import { holds, textIn } from '../testing/filters.ts'
import { byBytes, isSelected } from '../testing/plain.ts'

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
  const when = fc.constantFrom<Pick<Did, 'within' | 'from' | 'to'>>(
    {},
    { within: { value: 1, unit: 'day' } },
    { within: { value: 3, unit: 'day' } },
    { from: '2026-01-05' },
    { from: '2026-01-07', to: '2026-01-10' },
    { to: '2026-01-14' },
  )
  const did: fc.Arbitrary<Did> = fc
    .record({
      event: optional(fc.constantFrom('a', 'b')),
      filters: anyFilters,
      times: optional(
        fc.record({ operator: fc.constantFrom(...TIMES_OPERATORS), value: fc.integer({ min: 0, max: 3 }) }),
      ),
    })
    .chain((own) => when.map((time) => ({ ...own, ...time })))
  const sequence: fc.Arbitrary<Sequence> = fc
    .record({
      steps: fc.array(fc.record({ event: fc.constantFrom('a', 'b'), filters: anyFilters }), {
        minLength: 2,
        maxLength: 3,
      }),
      window: optional(fc.constantFrom(1, 3).map((value) => ({ value, unit: 'day' as const }))),
    })
    .chain((own) => when.map((time) => ({ ...own, ...time })))
  const has = anyFilter(PROPERTIES, VALUES).filter((one): one is Condition => 'operator' in one)
  const { cohort } = fc.letrec<{ cohort: Cohort }>((tie) => ({
    cohort: fc.oneof(
      { maxDepth: 2 },
      fc.record({ did }),
      fc.record({ sequence }),
      fc.record({ has }),
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
    { numRuns: 25 },
  )
})

function belongs(cohort: Cohort, own: readonly Happening[]): boolean {
  if ('all' in cohort) return cohort.all.every((one) => belongs(one, own))
  if ('any' in cohort) return cohort.any.some((one) => belongs(one, own))
  if ('not' in cohort) return !belongs(cohort.not, own)
  if ('sequence' in cohort) return inOrder(cohort.sequence, inTime(cohort.sequence, own))
  if ('has' in cohort) return knownOf(cohort.has, inTime({}, own))
  if (!('did' in cohort)) throw new Error('nobody saved anything here')
  const { times = { operator: 'gte', value: 1 } } = cohort.did
  const often = inTime(cohort.did, own).filter((one) => isSelected(cohort.did, one, 'UTC')).length
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

function inTime(
  { within, from, to }: Pick<Did, 'within' | 'from' | 'to'>,
  own: readonly Happening[],
): Happening[] {
  const [never, always] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  const open = from === undefined && to === undefined
  const since = within ? END - within.value * DAY : from === undefined ? never : Date.parse(from)
  const until = open ? END : to === undefined ? always : Date.parse(to) + DAY
  return own.filter(({ time }) => time >= since && time < until)
}

function inOrder({ steps, window }: Sequence, own: readonly Happening[]): boolean {
  const matches = steps.map((step) => (one: Happening) => isSelected(step, one, 'UTC'))
  const windowMs = window ? window.value * DAY : Number.POSITIVE_INFINITY
  return chainsFrom([], own, matches, windowMs).some((chain) => chain.length === steps.length)
}

function knownOf(has: Condition, own: readonly Happening[]): boolean {
  const last = own
    .map((one) => ({ one, text: textIn(one, has.property, 'UTC') }))
    .filter(({ text }) => text !== '')
    .toSorted((a, b) => a.one.time - b.one.time || byBytes(a.text, b.text))
    .at(-1)
  const nothing: Happening = { event: '', person: '', time: 0, properties: {} }
  return last ? holds(has, last.one, 'UTC') : holds({ ...has, property: 'nothing at all' }, nothing, 'UTC')
}

test('a cohort filters every kind, also one step of a funnel; an id that nobody saved is named', async () => {
  const at = (event: string, person: string, day = 0): Happening => ({
    event,
    person,
    time: NOON + day * DAY,
  })
  const project = await corpus.put([at('a', 'p'), at('a', 'q'), at('vip', 'q', -100)])
  const vip = { did: { event: 'vip' } }
  const vips = [{ cohort: vip }]
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
        filters: [{ cohort: { not: vip } }],
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
