/** Trends on the real engine, against a model over plain values. */
import type { Filter, TrendQuery } from '@firefly/protocol/query'
import { MATHS } from '@firefly/protocol/query/words'
import type { TrendResult, TrendSeries } from '@firefly/protocol/results'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { holds } from '../../testing/filters.ts'
import { anyFilter } from '../../testing/any-filter.ts'
import { anyLog, PROPERTIES, VALUES } from '../../testing/any-log.ts'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'
import { rounded } from '../../testing/plain.ts'
import { modelTrend } from './model.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const NOON = Date.UTC(2026, 0, 10, 12)
const DAY = 86_400_000
const range = { from: '2026-01-09', to: '2026-01-12' }
const at = (day: number, more: Partial<Happening> = {}): Happening => ({
  event: 'a',
  person: 'p',
  time: NOON + day * DAY,
  ...more,
})
const trend = async (
  events: Happening[],
  query: Omit<Partial<TrendQuery>, 'series'> & { series: object[] },
): Promise<TrendResult> =>
  corpus.ask<TrendResult>(await corpus.put(events), { kind: 'trend', ...range, ...query } as never)
const values = ({ series }: TrendResult): unknown[] => series.map((line) => [...line.values, line.total])

describe('measures', () => {
  const money = (price: string) => ({ properties: { price } })
  const events = [
    at(0, money('10')),
    at(0, money('20')),
    at(1, { ...money('x'), person: 'q', session: 's' }),
    at(1, { person: 'q' }),
  ]

  test('counts are zero where nothing happened, people are counted once over the whole range', async () => {
    const series = [
      { event: 'a' },
      { event: 'a', math: 'unique_users' },
      { event: 'a', math: 'unique_sessions' },
      {},
    ]
    expect(values(await trend([...events, at(2)], { series }))).toEqual([
      [0, 2, 2, 1, 5],
      [0, 1, 1, 1, 2],
      [0, 1, 2, 1, 4],
      [0, 2, 2, 1, 5],
    ])
  })

  test('numbers are measured, text is no number, and where nothing happened there is 0', async () => {
    const of = (math: string): object => ({ event: 'a', math, property: 'price' })
    const series = ['sum', 'avg', 'min', 'max', 'median', 'p90'].map(of)
    expect(values(await trend(events, { series }))).toEqual([
      [0, 30, 0, 0, 30],
      [0, 15, 0, 0, 15],
      [0, 10, 0, 0, 10],
      [0, 20, 0, 0, 20],
      [0, 15, 0, 0, 15],
      [0, 19, 0, 0, 19],
    ])
  })

  test('a measure of numbers without a property is refused by name', async () => {
    await expect(trend([], { series: [{ math: 'sum' }] })).rejects.toMatchObject({
      issues: [{ path: 'series.0.property' }],
    })
  })
})

describe('breakdown', () => {
  const shop = (value?: string): Partial<Happening> =>
    value === undefined ? {} : { properties: { shop: value } }
  const events = [
    at(0, shop('x')),
    at(0, shop('x')),
    at(1, shop('y')),
    at(1),
    at(2, shop('')),
    at(2),
    at(2, shop('z')),
  ]

  test('null, empty and missing are one group; the largest come first, ties by name', async () => {
    const { series } = await trend(events, {
      series: [{}],
      breakdown: { property: 'shop', limit: 3 },
    })
    expect(series.map(({ breakdown, total, values: each }) => [breakdown, total, each])).toEqual([
      [null, 3, [0, 0, 1, 2]],
      ['x', 2, [0, 2, 0, 0]],
      ['y', 1, [0, 0, 1, 0]],
    ])
  })

  test('built-in properties break down as any other, in the zone of the question', async () => {
    const query = {
      series: [{}],
      timezone: 'Asia/Shanghai',
      breakdown: { property: '$hour', limit: 5 } as never,
    }
    expect((await trend([at(0)], query)).series.map(({ breakdown }) => breakdown)).toEqual(['20'])
    const week = { series: [{}], breakdown: { property: '$weekday', limit: 5 } as never }
    expect((await trend([at(0), at(1)], week)).series.map(({ breakdown }) => breakdown)).toEqual(['6', '7'])
  })
})

describe('filters', () => {
  const events = ['', '7', '12.5', '12.50', 'abc', 'ABC', 'true', '2026-01-10', `it's \\ "odd"`].map((v, n) =>
    at(0, { person: `${n}`, properties: { v } }),
  )
  const cases: [Filter, number][] = [
    [{ property: 'v', operator: 'eq', value: 12.5 }, 2],
    [{ property: 'v', operator: 'eq', value: '12.5' }, 1],
    [{ property: 'v', operator: 'eq', value: true }, 1],
    [{ property: 'v', operator: 'eq', value: `it's \\ "odd"` }, 1],
    [{ property: 'v', operator: 'neq', value: 'abc' }, 8],
    [{ property: 'v', operator: 'in', value: ['abc', 7] }, 2],
    [{ property: 'v', operator: 'not_in', value: ['abc', 7] }, 7],
    [{ property: 'v', operator: 'gt', value: 7 }, 2],
    [{ property: 'v', operator: 'gte', value: '7' }, 3],
    [{ property: 'v', operator: 'lt', value: 8 }, 1],
    [{ property: 'v', operator: 'lte', value: '2026-01-10T' }, 3],
    [{ property: 'v', operator: 'between', value: [7, 13] }, 3],
    [{ property: 'v', operator: 'contains', value: 'b' }, 2],
    [{ property: 'v', operator: 'not_contains', value: 'b' }, 7],
    [{ property: 'v', operator: 'starts_with', value: 'AB' }, 1],
    [{ property: 'v', operator: 'ends_with', value: 'c' }, 1],
    [{ property: 'v', operator: 'matches', value: '^[a-z]{3}$' }, 1],
    [{ property: 'v', operator: 'is_set' }, 8],
    [{ property: 'v', operator: 'is_not_set' }, 1],
    [{ property: 'nobody has it', operator: 'neq', value: 'x' }, 9],
    [
      {
        any: [
          { property: 'v', operator: 'eq', value: 'abc' },
          {
            all: [
              { property: 'v', operator: 'gt', value: 1 },
              { property: 'v', operator: 'lt', value: 8 },
            ],
          },
        ],
      },
      2,
    ],
    [{ property: `v' OR 1=1 --`, operator: 'is_set' }, 0],
  ]
  for (const [filter, expected] of cases)
    test(`${JSON.stringify(filter)}: ${expected} of 9`, async () => {
      const { series } = await trend(events, { series: [{ filters: [filter] }] })
      expect(series[0]?.total).toBe(expected)
    })

  test('a pattern that is none, or a value of the wrong shape, is named', async () => {
    const ask = (filter: object) => trend([at(0)], { series: [{}], filters: [filter] as never })
    await expect(ask({ property: 'v', operator: 'matches', value: '(' })).rejects.toMatchObject({
      issues: [{ path: 'filters.0.value' }],
    })
    await expect(ask({ property: 'v', operator: 'between', value: [1] })).rejects.toMatchObject({
      issues: [{ path: 'filters.0.value' }],
    })
    await expect(ask({ property: 'v', operator: 'in', value: 1 })).rejects.toMatchObject({
      issues: [{ path: 'filters.0.value' }],
    })
    await expect(ask({ property: 'v', operator: 'like', value: 1 })).rejects.toMatchObject({
      issues: [{ path: 'filters.0.operator' }],
    })
  })
})

describe('any log', () => {
  const happening = fc.record({
    event: fc.constantFrom('a', 'b'),
    person: fc.constantFrom('p', 'q', 'r'),
    time: fc.integer({ min: NOON - 3 * DAY, max: NOON + 3 * DAY }),
    properties: fc.record({ shop: fc.constantFrom('', 'x', '7') }),
  })
  const zones = ['UTC', 'Asia/Kathmandu', 'America/New_York']

  test('each day in each zone has the events and people a plain count gives it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 40 }),
        fc.constantFrom(...zones),
        async (events, timezone) => {
          const result = await trend(events, {
            timezone,
            series: [{ event: 'a' }, { event: 'a', math: 'unique_users' }],
          })
          const local = new Intl.DateTimeFormat('sv', { timeZone: timezone })
          const model = result.buckets.map((bucket) =>
            events.filter(({ event, time }) => event === 'a' && local.format(time) === bucket.slice(0, 10)),
          )
          expect(result.series[0]?.values).toEqual(model.map((day) => day.length))
          expect(result.series[1]?.values).toEqual(
            model.map((day) => new Set(day.map(({ person }) => person)).size),
          )
          expect(result.series[1]?.total).toBe(new Set(model.flat().map(({ person }) => person)).size)
        },
      ),
      { numRuns: 60 },
    )
  })

  const rich = (maxLength: number): fc.Arbitrary<Happening[]> =>
    anyLog({ from: NOON - 40 * DAY, to: NOON + 40 * DAY, maxLength })

  test('any filter, nested at will, keeps the events that a plain reading of it keeps', async () => {
    await fc.assert(
      fc.asyncProperty(
        rich(40),
        fc.array(anyFilter(PROPERTIES, VALUES), { minLength: 1, maxLength: 12 }),
        async (events, filters) => {
          const wide = {
            from: '2025-11-01',
            to: '2026-03-31',
            interval: 'month' as const,
            timezone: 'Asia/Kolkata',
          }
          const result = await trend(events, {
            ...wide,
            series: filters.map((filter) => ({ filters: [filter] })),
          })
          const model = filters.map(
            (filter) => events.filter((one) => holds(filter, one, 'Asia/Kolkata')).length,
          )
          expect(result.series.map(({ total }) => total)).toEqual(model)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('any measure by any interval, zone and group is that of a model that measures each bucket by itself', async () => {
    const series = fc.record(
      {
        event: fc.constantFrom('a', 'b', '$pageview'),
        math: fc.constantFrom(...MATHS, 'weekly_active' as const, 'monthly_active' as const),
        property: fc.constantFrom('price', 'shop', '$hour'),
        filters: fc.array(anyFilter(PROPERTIES, VALUES), { maxLength: 1 }),
      },
      { requiredKeys: ['math', 'property'] },
    )
    const group = fc.record({
      property: fc.constantFrom(...PROPERTIES),
      limit: fc.integer({ min: 1, max: 4 }),
    })
    const asked = fc.record({
      events: rich(50),
      series: fc.array(series, { minLength: 1, maxLength: 3 }),
      groups: fc.oneof(
        fc.constant({}),
        fc.record({ breakdown: group }),
        fc.record({ breakdowns: fc.array(group, { minLength: 2, maxLength: 3 }) }),
      ),
      timezone: fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe'),
      interval: fc.constantFrom('hour' as const, 'day' as const, 'week' as const, 'month' as const),
      from: fc.integer({ min: NOON - 30 * DAY, max: NOON }),
      days: fc.integer({ min: 1, max: 40 }),
      cumulative: fc.constantFrom(false, false, true),
    })
    await fc.assert(
      fc.asyncProperty(asked, async ({ events, from, days, groups, cumulative, series: wanted, ...more }) => {
        const to = from + days * DAY
        const addable = (math: string): boolean =>
          ['total', 'sum', 'unique_users', 'unique_sessions'].includes(math)
        const lines = cumulative ? wanted.filter(({ math }) => addable(math)) : wanted
        if (lines.length === 0) return
        const asked = { ...more, ...groups, cumulative, series: lines }
        const iso = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
        const query = parseQuery({ kind: 'trend', ...iso, ...asked }) as TrendQuery
        const result = await corpus.ask<TrendResult>(await corpus.put(events), query)
        const starts = result.buckets.map((bucket) => Date.parse(bucket))
        const model = modelTrend({ events, query, zone: more.timezone, from, to, starts })
        expect(result.series.map(asLine)).toEqual(
          model.map((line) => asLine({ ...line, breakdowns: line.groups })),
        )
      }),
      { numRuns: 60 },
    )
  })
})

const asLine = ({ name, breakdown, breakdowns, values: each, total }: TrendSeries) => ({
  name,
  groups: breakdowns ?? (breakdown === undefined ? [] : [breakdown]),
  values: each.map(rounded),
  total: rounded(total),
})

describe('lines made of lines', () => {
  const shop = (value: string): Partial<Happening> => ({ properties: { shop: value } })
  const log = [
    at(-1),
    at(0),
    at(0),
    at(0, { event: 'b' }),
    at(2, { event: 'b', person: 'q' }),
    at(-4),
    at(-5, { event: 'b' }),
  ]
  const lines = async (query: object): Promise<unknown> =>
    values(await trend(log, { series: [{ event: 'a' }, { event: 'b' }], ...query }))

  test('a formula, null where it divides by zero', async () => {
    expect(await lines({ formula: 'A / B * 100' })).toEqual([[null, 200, null, 0, 150]])
    const result = await trend(log, { series: [{ event: 'a' }], formula: 'A*2' })
    expect(result.series).toMatchObject([{ name: 'A*2' }])
    await expect(lines({ formula: 'A/C' })).rejects.toMatchObject({ issues: [{ path: 'formula' }] })
  })

  test('a formula by group: the groups of all its series, each with what it has', async () => {
    const grouped = [
      at(0, shop('x')),
      at(0, { event: 'b', ...shop('x') }),
      at(0, { event: 'b', ...shop('y') }),
      at(1, { event: 'b', ...shop('y') }),
    ]
    const result = await trend(grouped, {
      series: [{ event: 'a' }, { event: 'b' }],
      formula: 'A+B',
      breakdown: { property: 'shop', limit: 5 },
    })
    expect(result.series.map(({ breakdown, total }) => [breakdown, total])).toEqual([
      ['x', 2],
      ['y', 2],
    ])
  })

  test('the time before, as many days long, laid on that of now', async () => {
    expect(await lines({ compare: 'previous' })).toEqual([
      [1, 2, 0, 0, 3],
      [0, 1, 0, 1, 2],
      [0, 1, 0, 0, 1],
      [1, 0, 0, 0, 1],
    ])
    const { series } = await trend(log, {
      series: [{ event: 'a' }],
      compare: 'previous',
      formula: 'A',
      movingAverage: 2,
    } as never)
    expect(series.map(({ compare, values: each }) => [compare, each])).toEqual([
      [undefined, [1, 1.5, 1, 0]],
      ['previous', [0, 0.5, 0.5, 0]],
    ])
    const months = await trend([at(-40)], {
      from: '2025-12-01',
      to: '2026-01-31',
      interval: 'month',
      series: [{}],
      compare: 'previous',
    })
    expect(values(months)).toEqual([
      [1, 0, 1],
      [0, 0, 0],
    ])
  })

  test('what is cumulative has to add up', async () => {
    expect(await lines({ cumulative: true, series: [{ event: 'a' }, { math: 'unique_users' }] })).toEqual([
      [1, 3, 3, 3, 3],
      [1, 1, 1, 2, 2],
    ])
    await expect(lines({ cumulative: true, series: [{ math: 'avg', property: 'x' }] })).rejects.toMatchObject(
      {
        issues: [{ path: 'series.0.math' }],
      },
    )
  })
})
