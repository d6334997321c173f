/** From events to facts about who is whom, in the store before the events themselves, whatever fails in between. */
import { StoreError } from '@firefly/clickhouse/errors'
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { openEmptyStore } from '@firefly/clickhouse/testing/empty-store'
import { createMemoryLog } from '@firefly/event-log/memory'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProcessors } from '../consume.ts'
import { openEventsPipeline } from '../pipelines/events.ts'
import { append, drained } from '../testing/log.ts'

let store: Store
beforeAll(async () => {
  store = await openEmptyStore()
})
afterAll(() => store.close())

const T = '2026-01-31T12:00:00.000Z'
const LATER = '2026-01-31T13:00:00.000Z'

async function process(project: string, batch: object[], into: Store = store): Promise<void> {
  const log = createMemoryLog()
  const nothing = (): void => undefined
  const processors = await startProcessors({
    log,
    store: into,
    pipeline: openEventsPipeline(),
    clock: Date.now,
    onEvent: nothing,
    onStored: nothing,
    lingerMs: 1,
  })
  await append(log, project, batch, { receivedAt: Date.parse(LATER), history: true })
  await drained(log)
  await processors.stop()
}

async function links(project: string): Promise<unknown[]> {
  const { rows } = await store.query(
    statement(sql`SELECT kind, from_id, to_id, toString(min(said_first).time) AS time, min(said_first).message_id AS id
      FROM identities WHERE project = ${bind('String', project)} GROUP BY kind, from_id, to_id ORDER BY kind, from_id, to_id`),
  )
  return rows
}

test('identify and alias are facts, with the first time a pair was named; nothing else joins', async () => {
  await process('facts', [
    { type: 'identify', anonymousId: 'a', userId: 'u', messageId: 'm1', timestamp: LATER },
    { type: 'identify', anonymousId: 'a', userId: 'u', messageId: 'm2', timestamp: T },
    { type: 'alias', previousId: 'old', userId: 'u', messageId: 'm3', timestamp: T },
    { type: 'track', event: 'x', anonymousId: 'b', userId: 'u', messageId: 'm4' },
    { type: 'identify', userId: 'u', messageId: 'm5' },
    { type: 'identify', anonymousId: 'c', messageId: 'm6' },
    { type: 'group', groupId: 'g', anonymousId: 'd', userId: 'u', messageId: 'm7' },
  ])
  const time = '2026-01-31 12:00:00.000'
  expect(await links('facts')).toEqual([
    { kind: 'alias', from_id: 'old', to_id: 'u', time, id: 'm3' },
    { kind: 'identify', from_id: 'a', to_id: 'u', time, id: 'm2' },
  ])
})

test('an unlink is a fact of its own, of two ids that are both named', async () => {
  await process('unlinks', [
    { type: 'track', event: '$unlink', previousId: 'a', userId: 'u', messageId: 'm1', timestamp: T },
    {
      type: 'track',
      event: '$unlink',
      properties: { previousId: 'b' },
      userId: 'u',
      messageId: 'm2',
      timestamp: T,
    },
    { type: 'track', event: '$unlink', userId: 'u', messageId: 'm3' },
    { type: 'track', event: '$unlink', previousId: 'c', anonymousId: 'd', messageId: 'm4' },
  ])
  const unlink = { kind: 'unlink', to_id: 'u', time: '2026-01-31 12:00:00.000' }
  expect(await links('unlinks')).toEqual([
    { ...unlink, from_id: 'a', id: 'm1' },
    { ...unlink, from_id: 'b', id: 'm2' },
  ])
})

test('an event is never in the store before its link, and a store that forgot one is told again', async () => {
  const inserts: string[] = []
  let failing = true
  const insert: Store['insert'] = async (block) => {
    if (block.table === 'identities' && failing) {
      failing = false
      // As a store without room does: it keeps the name of a block whose rows are lost.
      await store.insert({ ...block, lines: Buffer.from('["elsewhere","identify","a","u",{},{}]\n') })
      throw new StoreError('pressure', 243, 'no room')
    }
    inserts.push(block.table)
    await store.insert(block)
  }
  await process(
    'order',
    [{ type: 'identify', anonymousId: 'a', userId: 'u', messageId: 'm1', timestamp: T }],
    {
      ...store,
      insert,
    },
  )
  expect(inserts).toEqual(['identities', 'identities', 'catalogue_events', 'events'])
  expect(await links('order')).toHaveLength(1)
})

async function changes(project: string): Promise<unknown[]> {
  const { rows } = await store.query(
    statement(sql`SELECT kind, name, value, user_id, anonymous_id FROM user_changes
      WHERE project = ${bind('String', project)} ORDER BY place, name`),
  )
  return rows
}

test('what events say of a user is kept as changes: traits, and events of reserved names', async () => {
  const who = { userId: 'u', anonymousId: 'a' }
  const change = (event: string, properties: object, at: number): object => ({
    type: 'track',
    event,
    ...who,
    properties,
    messageId: `c${at}`,
  })
  const batch = [
    { type: 'identify', ...who, traits: { plan: 'free', seats: 3, gone: null }, messageId: 'c0' },
    change('$set', { plan: 'paid' }, 1),
    change('$set_once', { source: 'ad' }, 2),
    change('$increment', { visits: 1 }, 3),
    change('$append', { tags: 'x', sizes: [1, 2], more: 7 }, 4),
    change('$unset', { plan: true }, 5),
    change('$delete', {}, 6),
    change('plain', { plan: 'not the user’s' }, 7),
  ]
  await process('changes', batch)
  const row = (kind: string, name: string, value: string): object => ({
    kind,
    name,
    value,
    user_id: 'u',
    anonymous_id: 'a',
  })
  expect(await changes('changes')).toEqual([
    row('set', 'plan', 'free'),
    row('set', 'seats', '3'),
    row('set', 'plan', 'paid'),
    row('set_once', 'source', 'ad'),
    row('increment', 'visits', '1'),
    row('append', 'more', '[7]'),
    row('append', 'sizes', '[1,2]'),
    row('append', 'tags', '["x"]'),
    row('unset', 'plan', ''),
    row('delete', '', ''),
  ])
})

test('a group event says which group somebody is in, and what is known of the group', async () => {
  const group = (traits: object, messageId: string): object => ({
    type: 'group',
    groupId: 'acme',
    userId: 'u',
    traits,
    messageId,
  })
  const branch = { ...group({ $group_type: 'branch', $groups: 1 }, 'g3'), groupId: '7' }
  const company = { ...group({ size: 9 }, 'g4'), groupType: 'company' }
  const said = (event: string, properties: object): object => ({
    type: 'track',
    event,
    userId: 'u',
    groupId: 'acme',
    groupType: 'company',
    messageId: event,
    properties,
  })
  await process('groups', [
    group({ size: 7, gone: null }, 'g1'),
    group({ size: 8 }, 'g2'),
    branch,
    company,
    said('$group_set_once', { size: 1, plan: 'free' }),
    said('$group_increment', { seats: 2 }),
    said('$group_append', { tags: 'x' }),
    said('$group_unset', { size: true }),
    said('$group_delete', {}),
    said('$group_other', { size: 3 }),
    { type: 'track', event: '$group_set', userId: 'u', properties: { size: 3 }, messageId: 'nameless' },
  ])
  const joins = (name: string, value: string): object => ({
    kind: 'set',
    name,
    value,
    user_id: 'u',
    anonymous_id: '',
  })
  expect(await changes('groups')).toEqual([
    joins('$group', 'acme'),
    joins('$group', 'acme'),
    joins('$group_branch', '7'),
    joins('$group_company', 'acme'),
  ])
  const { rows } = await store.query<Record<string, string>>(
    statement(
      sql`SELECT group_type, group_id, kind, name, value FROM group_changes WHERE project = ${bind('String', 'groups')} ORDER BY place, name`,
    ),
  )
  expect(rows.map((row) => Object.values(row).join(' '))).toEqual([
    ' acme set size 7',
    ' acme set size 8',
    'branch 7 set $groups 1',
    'company acme set size 9',
    'company acme set_once plan free',
    'company acme set_once size 1',
    'company acme increment seats 2',
    'company acme append tags ["x"]',
    'company acme unset size ',
    'company acme delete  ',
  ])
})
