/** A funnel without a database: its statement, who competes with whom, and its answer made of a row. */
import { describe, expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { readable } from '../../testing/readable.ts'
import { type FunnelPlan, planFunnel } from './plan.ts'
import { rivalryOf } from './rivals.ts'
import { shapeFunnel } from './shape.ts'
import { funnelSql } from './sql.ts'

const PROJECT = { name: 'p', joins: undefined }

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
    await expect(readable(funnelSql(asked, PROJECT))).toMatchFileSnapshot('./snapshots/own-events.sql')
  })
  test('of steps that may share events', async () => {
    await expect(readable(funnelSql(plan([{ event: 'a' }, { event: 'a' }]), PROJECT))).toMatchFileSnapshot(
      './snapshots/shared-events.sql',
    )
  })
})

test('what a funnel can be beside plain changes its statement alone', async () => {
  const steps = [{ event: 'a' }, { event: 'b', or: [{ event: 'c' }], optional: true }, { event: 'd' }]
  const kinds: Record<string, FunnelPlan> = {
    optional: plan(steps, {
      countBy: 'session',
      breakdown: { property: "it's", attribution: 'step', step: 1 },
    }),
    strict: plan([{ event: 'a' }, { event: 'b' }], {
      order: 'strict',
      hold: ['shop'],
      trendInterval: 'week',
    }),
    unordered: plan([{ event: 'a' }, { event: 'b' }], { order: 'unordered', exclude: [{ event: 'x' }] }),
    excluding: plan([{ event: 'a' }, { event: 'b' }], { exclude: [{ event: 'x', fromStep: 0, toStep: 1 }] }),
  }
  for (const [name, asked] of Object.entries(kinds))
    await expect(readable(funnelSql(asked, PROJECT))).toMatchFileSnapshot(`./snapshots/${name}.sql`)
})

test('what contradicts itself is named', () => {
  const two = [{ event: 'a' }, { event: 'b' }]
  const refusals: [object[], object, string][] = [
    [two, { breakdown: { property: 'x', attribution: 'step', step: 2 } }, 'breakdown.step'],
    [two, { breakdown: { property: 'x', step: 1 } }, 'breakdown.step'],
    [two, { exclude: [{ event: 'x', fromStep: 1 }] }, 'exclude.0.toStep'],
    [two, { exclude: [{ event: 'x', fromStep: 1, toStep: 1 }] }, 'exclude.0.toStep'],
    [[{ event: 'a', optional: true }, { event: 'b' }], {}, 'steps.0.optional'],
    [[{ event: 'a' }, { event: 'b', optional: true }], { order: 'strict' }, 'steps.1.optional'],
    [[...two, { event: 'c' }], { order: 'unordered', exclude: [{ event: 'x', toStep: 1 }] }, 'exclude.0'],
    [two, { from: '2000-01-01', trendInterval: 'minute' }, 'trendInterval'],
  ]
  for (const [steps, more, path] of refusals)
    expect(() => plan(steps, more)).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ path })] }) as Error,
    )
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
const asking = (event: string, shop?: string) => {
  const filters = shop === undefined ? [] : [{ property: 'shop', operator: 'eq' as const, value: shop }]
  return { any: [{ event, filters }], optional: false }
}

describe('rivals', () => {
  const sets = (...steps: ReturnType<typeof asking>[]): string[] =>
    rivalryOf(steps, 'ordered').rivals.map((set) => set.toString(2).padStart(steps.length, '0'))

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
      rivalryOf(
        Array.from({ length: 20 }, (_, at) => asking('a', String(at % count))),
        'ordered',
      )
    expect([of(1).stride, of(4).stride, of(5).stride]).toEqual([20, 20, 10])
    expect(Math.max(of(4).rivals.length, of(20).rivals.length)).toBeLessThan(12_000)
  })
})

test('shares are of the first step and of the one before; nobody is no share', () => {
  const row = {
    counts: ['4', '2', '1'],
    medians: [0, 1_500, null],
    averages: [0, 2_000, null],
  }
  const asked = plan([{ event: 'a' }, { event: 'b', name: 'B' }, { event: 'c' }])
  expect(shapeFunnel(asked, [row]).steps).toEqual([
    step('a', 4, 1, 1, null, null),
    step('B', 2, 0.5, 0.5, 1.5, 2),
    step('c', 1, 0.25, 0.5, null, null),
  ])
  expect(shapeFunnel(asked, []).steps[1]).toEqual(step('B', 0, 0, 0, null, null))
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
