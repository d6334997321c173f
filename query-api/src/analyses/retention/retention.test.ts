/** Retention without a database: its statement, and its answer made of rows. */
import type { RetentionQuery } from '@firefly/protocol/query/retention'
import { expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { readable } from '../../testing/readable.ts'
import { planRetention, type RetentionPlan } from './plan.ts'
import { shapeRetention } from './shape.ts'
import { retentionSql, topGroupsSql } from './sql.ts'

const PROJECT = { name: 'p', joins: undefined }

const plan = (more: object = {}): RetentionPlan => {
  const query = parseQuery({
    kind: 'retention',
    from: '2026-01-01',
    to: '2026-01-02',
    start: { event: 'Signed Up' },
    return: { event: 'Order Completed' },
    periods: 3,
    ...more,
  })
  return planRetention(query as RetentionQuery, 'UTC', Date.UTC(2026, 0, 4, 12))
}

test('the statement of plain retention, and of the most it can be', async () => {
  await expect(readable(retentionSql(plan(), PROJECT))).toMatchFileSnapshot('./snapshots/plain.sql')
  const most = plan({
    mode: 'first_time',
    counting: 'on_or_after',
    minimumOccurrences: 2,
    return: { event: 'Order Completed', math: 'avg', property: "it's" },
    breakdown: { property: '$channel', limit: 2 },
  })
  await expect(readable(retentionSql(most, PROJECT, ['x', '']))).toMatchFileSnapshot('./snapshots/most.sql')
  await expect(readable(topGroupsSql(most, PROJECT))).toMatchFileSnapshot('./snapshots/top-groups.sql')
})

test('what is over has a value, zeros included; what is going on has none yet', () => {
  const row = (cohort: number, distance: number, amount: number) => ({
    cohort,
    grp: '',
    distance,
    amount,
    counted: '1',
  })
  const rows = [row(1, -1, 5), row(1, 0, 5), row(1, 2, 1)]
  expect(shapeRetention(plan(), rows).cohorts).toEqual([
    { start: '2026-01-01T00:00:00+00:00', size: 5, values: [5, 0, 1] },
    { start: '2026-01-02T00:00:00+00:00', size: 0, values: [0, 0] },
  ])
})
