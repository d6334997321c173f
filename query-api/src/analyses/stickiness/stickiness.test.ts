/** Stickiness without a database: its statement, and its answer made of rows. */
import type { StickinessQuery } from '@firefly/protocol/query/stickiness'
import { expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { readable } from '../../testing/readable.ts'
import { planStickiness, type StickinessPlan } from './plan.ts'
import { shapeCounts } from './shape.ts'
import { stickinessSql } from './sql.ts'

const PROJECT = { name: 'p', joins: undefined }

const plan = (more: object = {}): StickinessPlan =>
  planStickiness(
    parseQuery({
      kind: 'stickiness',
      from: '2026-01-01',
      to: '2026-01-05',
      series: [{ event: '$pageview' }],
      ...more,
    }) as StickinessQuery,
    'UTC',
  )

test('one statement a series', async () => {
  const asked = plan({ intervalCount: 2, criterion: { operator: 'gt', value: 2 } })
  await expect(readable(stickinessSql(asked, asked.series[0] ?? {}, PROJECT))).toMatchFileSnapshot(
    './snapshots/stickiness.sql',
  )
})

test('every number of intervals has its people; cumulative, whoever did more did at least that', () => {
  const rows = [
    { intervals: '1', people: '3' },
    { intervals: '4', people: '2' },
  ]
  expect(shapeCounts(plan(), rows)).toEqual([3, 0, 0, 2, 0])
  expect(shapeCounts(plan({ cumulative: true }), rows)).toEqual([5, 2, 2, 2, 0])
})
