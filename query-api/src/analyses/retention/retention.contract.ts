/** Retention on the real engine, against a model that asks each person of each cohort for each period. */
import type { QueryInput } from '@firefly/protocol/query'
import {
  RETENTION_MODES,
  RETURN_MATHS,
  type RetentionQuery,
  type RetentionResult,
} from '@firefly/protocol/query/retention'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { anyFilter } from '../../testing/any-filter.ts'
import { anyLog, PROPERTIES, VALUES } from '../../testing/any-log.ts'
import { type Corpus, type Happening, openCorpus } from '../../testing/corpus.ts'
import { rounded } from '../../testing/plain.ts'
import { modelRetention } from './model.ts'

let corpus: Corpus
beforeAll(async () => {
  corpus = await openCorpus()
})
afterAll(() => corpus.close())

const DAY = 86_400_000
const NOON = Date.UTC(2026, 0, 10, 12)
const at = (person: string, day: number, event = 'a', more: Partial<Happening> = {}): Happening => ({
  event,
  person,
  time: NOON + day * DAY,
  ...more,
})
type Asked = Omit<Extract<QueryInput, { kind: 'retention' }>, 'kind' | 'from' | 'to' | 'start' | 'return'>
const table = async (events: Happening[], more: Asked & Record<string, unknown> = {}, now?: number) => {
  const query = {
    kind: 'retention' as const,
    from: '2026-01-10',
    to: '2026-01-12',
    start: { event: 'a' },
    return: { event: 'a' },
    periods: 3,
    ...more,
  }
  const { cohorts } = await corpus.ask<RetentionResult>(await corpus.put(events), query, now)
  return cohorts.map(({ size, values, breakdown }) =>
    breakdown === undefined ? [size, values] : [breakdown, size, values],
  )
}

describe('the last edge case', () => {
  const events = [at('p', 0), at('p', 1), at('p', 4), at('q', 0), at('q', 2), at('r', 1), at('r', 1.2)]

  test('recurring: a person is in the cohort of every period with the start event', async () => {
    expect(await table(events)).toEqual([
      [2, [2, 1, 1]],
      [2, [2, 0, 0]],
      [1, [1, 0, 0]],
    ])
  })

  test('first in range: only in that of the first', async () => {
    expect(await table(events, { mode: 'first_in_range' })).toEqual([
      [2, [2, 1, 1]],
      [1, [1, 0, 0]],
      [0, [0, 0, 0]],
    ])
  })

  test('first time: whoever started before the range is in no cohort', async () => {
    expect(await table([...events, at('q', -300)], { mode: 'first_time' })).toEqual([
      [1, [1, 1, 0]],
      [1, [1, 0, 0]],
      [0, [0, 0, 0]],
    ])
  })

  test('on or after: whoever returns later has also come back by then', async () => {
    expect(await table(events, { counting: 'on_or_after', periods: 4 }, NOON + 90 * DAY)).toEqual([
      [2, [2, 2, 2, 1]],
      [2, [2, 1, 1, 1]],
      [1, [1, 0, 0, 0]],
    ])
  })

  test('on or after by the hour: also of long ago, where the hours until now are more than anybody counts', async () => {
    const at = (person: string, event: string, time: number) => ({ person, event, time })
    const [begun, hour] = [Date.UTC(2026, 0, 10), 3_600_000]
    const long = await corpus.put([
      ...['p', 'q', 'r'].map((person) => at(person, 'a', begun)),
      at('p', 'b', begun + hour),
      at('q', 'b', begun + 90_000 * hour),
    ])
    const { cohorts } = await corpus.ask<RetentionResult>(long, {
      kind: 'retention',
      from: '2026-01-10T00:00:00Z',
      to: '2026-01-10T01:00:00Z',
      period: 'hour',
      periods: 3,
      counting: 'on_or_after',
      start: { event: 'a' },
      return: { event: 'b' },
    })
    expect(cohorts.map(({ values }) => values)).toEqual([[3, 2, 1]])
  })

  test('brackets: whoever returns in any of its periods counts once', async () => {
    const brackets = { periods: undefined, brackets: [1, 2], to: '2026-01-11' }
    expect(await table([...events, at('p', 3), at('p', 2)], brackets)).toEqual([
      [2, [2, 1, 2]],
      [2, [2, 1, 1]],
    ])
    expect(await table(events, brackets, NOON + 3 * DAY)).toEqual([
      [2, [2, 1]],
      [2, [2, 0]],
    ])
    await expect(table([], { brackets: [1] })).rejects.toMatchObject({ issues: [{ path: 'brackets' }] })
  })

  test('the first period needs the start event alone, the others the return event', async () => {
    expect(
      await table([at('p', 0), at('p', 1, 'b'), at('q', 0, 'b'), at('q', 1, 'b')], {
        return: { event: 'b' },
      }),
    ).toEqual([
      [1, [1, 1, 0]],
      [0, [0, 0, 0]],
      [0, [0, 0, 0]],
    ])
  })

  test('periods that are not over yet are left out', async () => {
    expect(await table(events, {}, NOON + 2 * DAY)).toEqual([
      [2, [2, 1]],
      [2, [2]],
      [1, []],
    ])
  })

  test('a range inside a week asks about the whole week, from the day on which weeks begin', async () => {
    const week = { from: '2026-01-14', to: '2026-01-14', period: 'week' as const, periods: 2 }
    const log = [at('p', 1), at('p', 2), at('p', 9), at('q', 8), at('q', 15)]
    expect(await table(log, week)).toEqual([[2, [2, 2]]])
    expect(await table(log, { ...week, weekStart: 'sunday' })).toEqual([[1, [1, 1]]])
    expect(await table(log.slice(0, 1), { ...week, weekStart: 'sunday' })).toEqual([[1, [1, 0]]])
    expect(await table(log.slice(0, 1), week)).toEqual([[0, [0, 0]]])
  })

  test('returning once is too seldom where twice is asked for', async () => {
    const log = [at('p', 0), at('p', 1), at('q', 0), at('q', 1), at('q', 1.1)]
    expect(await table(log, { minimumOccurrences: 2 })).toEqual([
      [2, [2, 1, 0]],
      [2, [2, 0, 0]],
      [0, [0, 0, 0]],
    ])
  })

  test('money instead of people', async () => {
    const pays = (price: string) => ({ properties: { price } })
    const log = [
      at('p', 0),
      at('q', 0),
      at('p', 0, 'b', pays('1')),
      at('p', 1, 'b', pays('10')),
      at('q', 1, 'b', pays('x')),
      at('q', 1, 'b', pays('2.5')),
    ]
    const of = (math: string) =>
      table(log, { to: '2026-01-10', periods: 3, return: { event: 'b', math, property: 'price' } })
    expect(await of('sum')).toEqual([[2, [1, 12.5, 0]]])
    expect(await of('avg')).toEqual([[2, [1, 6.25, 0]]])
    expect(await of('total')).toEqual([[2, [1, 3, 0]]])
    await expect(table([], { return: { math: 'sum' } })).rejects.toMatchObject({
      issues: [{ path: 'return.property' }],
    })
  })

  test('groups are those of the event that put a person there, the largest first', async () => {
    const shop = (value: string) => ({ properties: { shop: value } })
    const log = [
      at('p', 0, 'a', shop('x')),
      at('p', 1),
      at('q', 0, 'a', shop('x')),
      at('r', 0, 'a', shop('y')),
    ]
    expect(
      await table(log, { to: '2026-01-11', periods: 2, breakdown: { property: 'shop', limit: 2 } }),
    ).toEqual([
      ['x', 2, [2, 1]],
      ['x', 0, [0, 0]],
      [null, 0, [0, 0]],
      [null, 1, [1, 0]],
    ])
  })

  test('too many periods are refused by the name of the field', async () => {
    await expect(table([], { from: '2000-01-01', period: 'hour' })).rejects.toMatchObject({
      issues: [{ path: 'period' }],
    })
  })
})

test('any retention over any log is that of the model', async () => {
  const optional = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: undefined })
  const selection = {
    event: optional(fc.constantFrom('a', 'b')),
    filters: fc.array(anyFilter(PROPERTIES, VALUES), { maxLength: 1 }),
  }
  const asked = fc.record({
    days: fc.integer({ min: 1, max: 20 }),
    timezone: fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/New_York'),
    weekStart: fc.constantFrom('monday' as const, 'sunday' as const),
    start: fc.record(selection),
    return: fc.record({
      ...selection,
      math: fc.constantFrom(...RETURN_MATHS),
      property: fc.constantFrom('price', '$hour'),
    }),
    period: fc.constantFrom(
      'hour' as const,
      'day' as const,
      'day' as const,
      'week' as const,
      'month' as const,
    ),
    reach: fc.oneof(
      fc.record({ periods: fc.integer({ min: 1, max: 12 }) }),
      fc.record({ brackets: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }) }),
    ),
    mode: fc.constantFrom(...RETENTION_MODES),
    counting: fc.constantFrom('on' as const, 'on_or_after' as const),
    minimumOccurrences: fc.constantFrom(1, 1, 2),
    filters: fc.array(anyFilter(PROPERTIES, VALUES), { maxLength: 1 }),
    breakdown: optional(
      fc.record({ property: fc.constantFrom('shop', '$weekday'), limit: fc.integer({ min: 1, max: 4 }) }),
    ),
  })
  const crowd = { people: ['p', 'q', 'r', 's', 't'], maxLength: 80 }
  const spread = fc
    .constantFrom(2, 20, 60)
    .chain((days) => anyLog({ from: NOON - days * DAY, to: NOON + days * DAY, ...crowd }))
  await fc.assert(
    fc.asyncProperty(
      spread,
      asked,
      fc.integer({ min: -5, max: 40 }),
      async (events, { days, reach, ...more }, late) => {
        const [from, to, now] = [NOON - days * DAY, NOON + DAY, NOON + late * DAY]
        const defined = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined))
        const iso = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
        const query = parseQuery({ kind: 'retention', ...iso, ...defined, ...reach }) as RetentionQuery
        const { cohorts } = await corpus.ask<RetentionResult>(await corpus.put(events), query, now)
        const model = modelRetention({ events, query, zone: more.timezone, from, to, now })
        const plain = cohorts.map(({ start, values, ...rest }) => ({
          ...rest,
          start: new Date(start).toISOString(),
          values: values.map(rounded),
        }))
        expect(plain).toEqual(model.map(({ values, ...rest }) => ({ ...rest, values: values.map(rounded) })))
      },
    ),
    { numRuns: 20 },
  )
})
