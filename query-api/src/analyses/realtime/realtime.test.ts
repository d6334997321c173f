/** Realtime without a database: its statement. */
import type { RealtimeQuery } from '@firefly/protocol/query/realtime'
import { expect, test } from 'vitest'
import { parseQuery } from '../../parse.ts'
import { readable } from '../../testing/readable.ts'
import { planRealtime } from './plan.ts'
import { realtimeSql } from './sql.ts'

const PROJECT = { name: 'p', joins: undefined }

test('each list is read by itself, and all of them at once where reading costs more than grouping', async () => {
  const query = parseQuery({ kind: 'realtime', minutes: 3 }) as RealtimeQuery
  const plan = planRealtime(query, 'UTC', Date.UTC(2026, 0, 10, 12, 30, 20))
  await expect(readable(realtimeSql(plan, PROJECT))).toMatchFileSnapshot('./snapshots/realtime.sql')
  const joined = { ...PROJECT, joins: { generation: undefined } }
  await expect(readable(realtimeSql(plan, joined))).toMatchFileSnapshot('./snapshots/joined.sql')
})
