/** On a cluster, what is taken out is taken out of the tables of every node; waiting asks all of them. */
import { expect, test } from 'vitest'
import { createPurge } from './purge.ts'
import { bind, sql, type Statement } from './sql.ts'
import type { Store } from './store.ts'

test('each change names the local table and the cluster, and binds what it looks for', async () => {
  const commands: Statement[] = []
  const asked: string[] = []
  const store = {
    command: async (one: Statement) => void commands.push(one),
    query: async ({ sql: text }: Statement) => {
      asked.push(text)
      return { rows: [{ left: 0 }], rowsRead: 0, elapsedMs: 0 }
    },
  } as unknown as Store
  const purge = createPurge({ store, cluster: 'bank', lookMs: 1 })
  const where = sql`project = ${bind('String', "o'clock")}`
  await purge.hide('events', where)
  await purge.update('people_days', sql`utc = 0`, where)
  await purge.clear('events', 202601)
  await purge.drop('events', 202601)
  expect(commands.map(({ sql: text }) => text)).toEqual([
    'DELETE FROM `events_local` ON CLUSTER `bank` WHERE project = {p0:String} SETTINGS lightweight_deletes_sync = 0',
    'ALTER TABLE `people_days_local` ON CLUSTER `bank` UPDATE utc = 0 WHERE project = {p0:String} SETTINGS mutations_sync = 0',
    'ALTER TABLE `events_local` ON CLUSTER `bank` APPLY DELETED MASK IN PARTITION 202601 SETTINGS mutations_sync = 0',
    'ALTER TABLE `events_local` ON CLUSTER `bank` DROP PARTITION 202601',
  ])
  expect(commands[0]?.params).toEqual({ p0: "o'clock" })
  expect(asked.length).toBe(3)
  expect(asked.every((text) => text.includes('clusterAllReplicas'))).toBe(true)
})
