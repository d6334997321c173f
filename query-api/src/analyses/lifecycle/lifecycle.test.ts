/** A lifecycle without a database: its statement. */
import type { LifecycleQuery } from '@firefly/protocol/query/lifecycle'
import { expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { readable } from '../../testing/readable.ts'
import { planLifecycle } from './plan.ts'
import { shapeLifecycle } from './shape.ts'
import { lifecycleSql } from './sql.ts'

const PROJECT = { name: 'p', joins: undefined }

const plan = planLifecycle(
  parseQuery({
    kind: 'lifecycle',
    from: '2026-01-01',
    to: '2026-01-10',
    interval: 'week',
    event: '$pageview',
  }) as LifecycleQuery,
  'Asia/Shanghai',
)

test('one statement reads whole weeks, one more before them, and first events', async () => {
  await expect(readable(lifecycleSql(plan, PROJECT))).toMatchFileSnapshot('./snapshots/lifecycle.sql')
})

test('every interval has its four numbers, and who left counts below zero', () => {
  const row = { bucket: '3', new: '1', returning: '2', resurrecting: '3', dormant: '4' }
  expect(shapeLifecycle(plan, [row])).toEqual({
    buckets: ['2025-12-29T00:00:00+08:00', '2026-01-05T00:00:00+08:00'],
    new: [0, 1],
    returning: [0, 2],
    resurrecting: [0, 3],
    dormant: [0, -4],
  })
})
