/** A funnel without a database: its statement, who competes with whom, and its answer made of a row. */
import { describe, expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { readable } from '../../testing/readable.ts'
import { type FunnelPlan, planFunnel } from './plan.ts'
import { rivalryOf } from './rivals.ts'
import { shapeFunnel } from './shape.ts'
import { funnelSql } from './sql.ts'

const plan = (steps: object[], more: object = {}): FunnelPlan => {
  const query = parseQuery({ kind: 'funnel', from: '2026-01-01', to: '2026-01-31', steps, ...more })
  if (query.kind !== 'funnel') throw new Error('not a funnel')
  return planFunnel(query, 'UTC')
}

describe('the statement', () => {
  test('of steps with an event each', async () => {
    const asked = plan([
      { event: 'a' },
      { event: 'b', filters: [{ property: 'x', operator: 'gt', value: 1 }] },
    ])
    await expect(readable(funnelSql(asked, 'p'))).toMatchFileSnapshot('./snapshots/own-events.sql')
  })
  test('of steps that may share events', async () => {
    await expect(readable(funnelSql(plan([{ event: 'a' }, { event: 'a' }]), 'p'))).toMatchFileSnapshot(
      './snapshots/shared-events.sql',
    )
  })
})

test('a window is a length of time: a month has thirty days, half a second is half a second', () => {
  const ms = (value: number, unit: string): number =>
    plan([{ event: 'a' }], { window: { value, unit } }).windowMs
  expect([ms(0.5, 'second'), ms(2, 'hour'), ms(1, 'week'), ms(1, 'month')]).toEqual([
    500, 7_200_000, 604_800_000, 2_592_000_000,
  ])
  expect(plan([{ event: 'a' }]).windowMs).toBe(14 * 86_400_000)
})

/** A step of a funnel as a caller asks for it. */
const asking = (event: string, shop?: string) => ({
  event,
  filters: shop === undefined ? [] : [{ property: 'shop', operator: 'eq' as const, value: shop }],
})

describe('rivals', () => {
  const sets = (...steps: ReturnType<typeof asking>[]): string[] =>
    rivalryOf(steps).rivals.map((set) => set.toString(2).padStart(steps.length, '0'))

  test('steps with an event each have none', () => {
    expect(sets(asking('a'), asking('b'), asking('c', 'x'))).toEqual([])
  })
  test('steps that ask for the same compete in stretches, across others', () => {
    expect(sets(asking('a'), asking('b'), asking('a'))).toEqual(['001', '010', '100', '101'])
  })
  test('steps that ask differently for one event compete in every combination', () => {
    expect(sets(asking('a', 'x'), asking('a', 'y'), asking('a'))).toEqual([
      '001',
      '010',
      '011',
      '100',
      '101',
      '110',
      '111',
    ])
  })
  test('many different questions about one event are weighed over short stretches', () => {
    const of = (count: number) =>
      rivalryOf(Array.from({ length: 20 }, (_, at) => asking('a', String(at % count))))
    expect([of(1).stride, of(4).stride, of(5).stride]).toEqual([20, 20, 10])
    expect(Math.max(of(4).rivals.length, of(20).rivals.length)).toBeLessThan(12_000)
  })
})

test('shares are of the first step and of the one before; nobody is no share', () => {
  const row = {
    count_1: '4',
    count_2: '2',
    count_3: '1',
    median_2: 1.5,
    average_2: 2,
    median_3: null,
    average_3: null,
  }
  const asked = plan([{ event: 'a' }, { event: 'b', name: 'B' }, { event: 'c' }])
  expect(shapeFunnel(asked, row).steps).toEqual([
    step('a', 4, 1, 1, null, null),
    step('B', 2, 0.5, 0.5, 1.5, 2),
    step('c', 1, 0.25, 0.5, null, null),
  ])
  expect(shapeFunnel(asked, { count_1: 0, count_2: 0, count_3: 0 }).steps[1]).toEqual(
    step('B', 0, 0, 0, null, null),
  )
})
const step = (
  name: string,
  count: number,
  conversion: number,
  previous: number,
  median: number | null,
  average: number | null,
) => ({
  name,
  count,
  conversion,
  conversionFromPrevious: previous,
  medianSecondsFromPrevious: median,
  averageSecondsFromPrevious: average,
})
