/** A trend without a database: its statements, and its answer made of rows. */
import { expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { readable } from '../../testing/readable.ts'
import { planTrend, type TrendPlan } from './plan.ts'
import { shapeSeries, shapeTrend } from './shape.ts'
import { seriesSql, topGroupsSql } from './sql.ts'

const PROJECT = { name: 'p', joins: undefined }

const plan = (more: object = {}): TrendPlan => {
  const query = parseQuery({
    kind: 'trend',
    from: '2026-01-01',
    to: '2026-01-03',
    timezone: 'Asia/Shanghai',
    series: [{ event: 'Order Completed', math: 'sum', property: 'total' }],
    ...more,
  })
  if (query.kind !== 'trend') throw new Error('not a trend')
  return planTrend(query, 'Asia/Shanghai').now
}
const first = ({ series: [one] }: TrendPlan) => {
  if (!one) throw new Error('no series')
  return one
}

test('a series is one statement that reads its events once', async () => {
  const asked = plan({ filters: [{ property: '$country', operator: 'in', value: ['CN', 'DE'] }] })
  await expect(readable(seriesSql(asked, first(asked), PROJECT))).toMatchFileSnapshot(
    './snapshots/series.sql',
  )
})

test('a breakdown finds the largest groups first, and then only these', async () => {
  const asked = plan({
    series: [{ math: 'unique_users' }],
    breakdown: { property: "it's; DROP TABLE events --", limit: 3 },
  })
  await expect(readable(topGroupsSql(asked, first(asked), PROJECT))).toMatchFileSnapshot(
    './snapshots/top-groups.sql',
  )
  await expect(readable(seriesSql(asked, first(asked), PROJECT, ['x', '']))).toMatchFileSnapshot(
    './snapshots/groups.sql',
  )
})

test('buckets that look back, sums that run on and combinations of groups are one statement as well', async () => {
  const active = plan({ series: [{ math: 'weekly_active' }] })
  await expect(readable(seriesSql(active, first(active), PROJECT))).toMatchFileSnapshot(
    './snapshots/active.sql',
  )
  const running = plan({
    series: [{ math: 'unique_users' }],
    cumulative: true,
    breakdowns: [{ property: '$os' }, { property: "it's" }],
  })
  await expect(readable(seriesSql(running, first(running), PROJECT, ['["a","b"]']))).toMatchFileSnapshot(
    './snapshots/running.sql',
  )
})

test('every bucket has a value, whatever rows there are', () => {
  const asked = plan({ series: [{ event: 'a' }, { event: 'b', math: 'avg', property: 'x', name: 'B' }] })
  const day = (label: string): string => String(Date.parse(label) / 1000)
  const rows = [
    { whole: 0, bucket: day('2026-01-02T00:00:00+08:00'), grp: '', value: '7' },
    { whole: 1, bucket: '0', grp: '', value: '7' },
  ]
  const series = asked.series.flatMap((one, at) => shapeSeries(asked, one, at === 0 ? rows : []))
  expect(shapeTrend(asked, series)).toEqual({
    buckets: ['2026-01-01T00:00:00+08:00', '2026-01-02T00:00:00+08:00', '2026-01-03T00:00:00+08:00'],
    series: [
      { name: 'a', values: [0, 7, 0], total: 7 },
      { name: 'B', values: [0, 0, 0], total: 0 },
    ],
  })
})
