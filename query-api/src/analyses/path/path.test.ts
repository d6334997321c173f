/** Paths without a database: their statement, and nodes and links made of rows. */
import type { PathQuery } from '@firefly/protocol/query/path'
import { expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { readable } from '../../testing/readable.ts'
import { planPath } from './plan.ts'
import { shapePath } from './shape.ts'
import { pathSql } from './sql.ts'

const PROJECT = { name: 'p', joins: undefined }

const sqlOf = (more: object): string =>
  readable(
    pathSql(
      planPath(
        parseQuery({ kind: 'path', from: '2026-01-01', to: '2026-01-02', ...more }) as PathQuery,
        'UTC',
      ),
      PROJECT,
    ),
  )

test('the statement of plain paths, and of the most they can be', async () => {
  await expect(sqlOf({})).toMatchFileSnapshot('./snapshots/plain.sql')
  const most = {
    by: '$pathname',
    start: '/',
    end: '/thanks',
    include: ['$pageview'],
    exclude: ["it's"],
    groups: [{ pattern: '^/shoe/', name: '/shoe' }],
    sessionGap: { value: 1, unit: 'hour' },
  }
  await expect(sqlOf(most)).toMatchFileSnapshot('./snapshots/most.sql')
})

test('a node is named by its step, and links lead one step on', () => {
  const links: [string, string, string, string, number][] = [['1', 'a', 'b', '3', 1.5]]
  expect(shapePath({ links, nodes: [['1', 'a', '4', '1']] })).toEqual({
    nodes: [{ id: '1_a', name: 'a', step: 1, count: 4, exits: 1 }],
    links: [{ source: '1_a', target: '2_b', count: 3, medianSeconds: 1.5 }],
  })
})
