/** Paths without a database: their statement, and nodes and links made of rows. */
import type { PathQuery } from '@firefly/protocol/query/path'
import { expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { readable } from '../../testing/readable.ts'
import { packingFor, WIDE } from './moments.ts'
import { type PathPlan, planPath } from './plan.ts'
import { shapePath } from './shape.ts'
import { type PathRow, pathSql } from './sql.ts'

const PROJECT = { name: 'p', joins: undefined }

const planOf = (more: object): PathPlan =>
  planPath(parseQuery({ kind: 'path', from: '2026-01-01', to: '2026-01-02', ...more }) as PathQuery, 'UTC')

test('the statement of plain paths, and of the most they can be', async () => {
  const plain = planOf({})
  await expect(
    readable(pathSql(plain, packingFor(plain, { last: 7, place: 0, untold: 0 }), PROJECT)),
  ).toMatchFileSnapshot('./snapshots/plain.sql')
  const most = {
    by: '$pathname',
    start: '/',
    end: '/thanks',
    include: ['$pageview'],
    exclude: ["it's"],
    groups: [{ pattern: '^/shoe/', name: '/shoe' }],
    sessionGap: { value: 1, unit: 'hour' },
  }
  await expect(readable(pathSql(planOf(most), WIDE, PROJECT))).toMatchFileSnapshot('./snapshots/most.sql')
})

test('a node is named by its step, and links lead one step on; the first by name where many are as frequent', () => {
  const links: PathRow['links'] = [
    ['1', '11', '13', '3', 1.5],
    ['1', '11', '12', '3', 2],
  ]
  const nodes: PathRow['nodes'] = [
    ['2', '13', '3', '0'],
    ['1', '11', '7', '1'],
    ['2', '12', '3', '3'],
  ]
  const names = new Map([
    ['11', 'a'],
    ['12', 'b'],
    ['13', 'c'],
  ])
  expect(shapePath({ links, nodes }, names, 1)).toEqual({
    nodes: [
      { id: '1_a', name: 'a', step: 1, count: 7, exits: 1 },
      { id: '2_b', name: 'b', step: 2, count: 3, exits: 3 },
    ],
    links: [{ source: '1_a', target: '2_b', count: 3, medianSeconds: 2 }],
  })
})

test('what instants leave of 64 bits is there for the order of arrival, if it is enough', () => {
  const day = planOf({ from: '2026-01-01', to: '2026-01-01' })
  const packed = (plan: PathPlan, last: bigint): number =>
    packingFor(plan, { last: `${last}`, place: 0, untold: 0 }).arrivalBits
  expect(packed(day, 0n)).toBe(36)
  expect(packed(day, 2n ** 36n - 1n)).toBe(36)
  expect(packed(day, 2n ** 36n)).toBe(64)
  expect(packingFor(day, { last: 2 ** 33 - 1, place: 7, untold: 0 })).toMatchObject({
    arrivalBits: 36,
    placeBits: 3,
  })
  expect(packingFor(day, { last: 2 ** 33, place: 7, untold: 0 })).toMatchObject({
    arrivalBits: 64,
    placeBits: 16,
  })
  expect(packed(planOf({ from: '1970-01-01', to: '2169-12-31' }), 0n)).toBeGreaterThan(16)
})

test('silence is looked for only where an event does not tell its session, or the question says how long it is', () => {
  const areTold = (plan: PathPlan, untold: number): boolean =>
    packingFor(plan, { last: 0, place: 0, untold }).areTold
  expect(areTold(planOf({}), 0)).toBe(true)
  expect(areTold(planOf({}), 1)).toBe(false)
  expect(areTold(planOf({ sessionGap: { value: 1, unit: 'hour' } }), 0)).toBe(false)
})
