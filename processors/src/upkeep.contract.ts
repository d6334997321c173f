/** Quarantine is listed and replayed, and the audit finds what it is there to find, against the real engine. */
import type { Store } from '@firefly/clickhouse/store'
import { openEmptyStore } from '@firefly/clickhouse/testing/empty-store'
import { createMemoryLog } from '@firefly/event-log/memory'
import type { EventLog } from '@firefly/event-log/port'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { audit } from './audit/audit.ts'
import { startProcessors } from './consume.ts'
import { openEventsPipeline } from './pipelines/events.ts'
import { quarantine } from './quarantine/keep.ts'
import { listQuarantine } from './quarantine/list.ts'
import { replayQuarantine } from './quarantine/replay.ts'
import { drained, recordOf } from './testing/log.ts'

let store: Store
let log: EventLog
beforeEach(async () => {
  store = await openEmptyStore()
  log = createMemoryLog()
})
afterEach(() => store.close())

const recordWith = (project: string, ...ids: string[]): Uint8Array =>
  recordOf(
    project,
    ids.map((messageId) => ({ type: 'track', event: 'e', userId: 'u', messageId })),
  )
const append = (value: Uint8Array, events: number) => log.append({ key: 'device', value, events })

async function process(): Promise<void> {
  const processors = await startProcessors({
    log,
    store,
    pipeline: openEventsPipeline(),
    clock: Date.now,
    lingerMs: 1,
    onEvent: () => undefined,
    onStored: () => undefined,
  })
  await drained(log)
  await processors.stop()
}
const aside = (record: Uint8Array, project: string, offset: number) =>
  quarantine(
    [
      {
        project,
        reason: 'step_failed',
        detail: 'a step',
        log_partition: 0,
        log_offset: offset,
        record: Buffer.from(record).toString('base64'),
        events: 1,
      },
    ],
    `aside-${project}-${offset}`,
    {
      store,
      signal: new AbortController().signal,
      onRetry: () => undefined,
      range: { partition: 0, from: offset, to: offset + 1 },
      fingerprint: () => 0n,
      isReplay: false,
    },
  )
const everything = { projects: ['one', 'other', ''], limit: 100 }
const recount = () => audit({ log, store, group: 'events', since: 0 })

test('what is set aside is listed with its reason, by project, until it is replayed; then it is a row like any other', async () => {
  await aside(recordWith('one', 'm1'), 'one', 7)
  await aside(recordWith('other', 'm2'), 'other', 8)
  expect(await listQuarantine(store, { projects: ['one'], limit: 10 })).toMatchObject([
    { project: 'one', reason: 'step_failed', detail: 'a step', partition: 0, offset: 7, events: 1 },
  ])
  expect(await listQuarantine(store, { ...everything, reason: 'undecodable' })).toEqual([])
  const replayed = await replayQuarantine(log, store, { projects: ['one'], limit: 10 })
  expect(replayed).toEqual({ records: 1, events: 1, overloaded: false })
  await process()
  expect(await listQuarantine(store, everything)).toMatchObject([{ project: 'other' }])
  expect(await recount()).toMatchObject({ clean: true, rows: 1 })
})

test('a replay of what was stored meanwhile stores nothing twice', async () => {
  await append(recordWith('one', 'm1'), 1)
  await process()
  await aside(recordWith('one', 'm1'), 'one', 7)
  await replayQuarantine(log, store, everything)
  await process()
  expect(await recount()).toMatchObject({ clean: true, rows: 1, records: 2 })
})

test('what cannot be read even now comes back under a new name', async () => {
  await append(new Uint8Array([99, 0, 0]), 2)
  await process()
  const [before] = await listQuarantine(store, everything)
  await replayQuarantine(log, store, everything)
  await process()
  const [after, ...others] = await listQuarantine(store, everything)
  expect(others).toEqual([])
  expect([before?.reason, after?.reason]).toEqual(['unknown_version', 'unknown_version'])
  expect(after?.id).not.toBe(before?.id)
})

test('a log that takes no more keeps the rest in quarantine', async () => {
  for (const n of [1, 2, 3]) await aside(recordWith('one', `m${n}`), 'one', n)
  let room = 2
  const full: EventLog = {
    ...log,
    append: async (record) =>
      room-- > 0 ? log.append(record) : { outcome: 'overloaded', retryAfterMs: 1_000 },
  }
  expect(await replayQuarantine(full, store, everything)).toEqual({ records: 2, events: 2, overloaded: true })
  expect(await listQuarantine(store, everything)).toHaveLength(1)
})

test('the audit finds nothing where nothing is wrong, quarantine and duplicates of clients included', async () => {
  await append(recordWith('one', 'm1', 'm2', 'm1'), 3)
  await append(new Uint8Array([99, 0, 0]), 1)
  await append(recordWith('other', 'm1'), 1)
  await process()
  expect(await recount()).toMatchObject({
    clean: true,
    rows: 3,
    records: 3,
    events: 5,
    lost: 0,
    duplicated: 0,
  })
})

test('the audit names what is stored twice and what was lost on the way', async () => {
  await append(recordWith('one', 'm1', 'm2', 'm3'), 3)
  await process()
  await store.command(
    "INSERT INTO events (project, event, time, message_id, received_at) SELECT project, event, time, message_id, received_at FROM events WHERE message_id = 'm1'",
  )
  await store.command("ALTER TABLE events DELETE WHERE message_id = 'm3' SETTINGS mutations_sync = 2")
  const found = await recount()
  expect(found.clean).toBe(false)
  expect(found.duplicates).toEqual([{ project: 'one', messageId: 'm1', copies: 2 }])
  expect(found.missing).toEqual([{ project: 'one', messageId: 'm3', partition: 0, offset: 0 }])
})

test('the audit names what is rolled up and does not say what the events say', async () => {
  await append(recordWith('one', 'm1', 'm2', 'm3'), 3)
  await process()
  expect((await recount()).rollups).toEqual([])
  await store.command("ALTER TABLE events DELETE WHERE message_id = 'm3' SETTINGS mutations_sync = 2")
  const { clean, rollups } = await recount()
  expect(clean).toBe(false)
  expect(rollups).toMatchObject([
    { rollup: 'event_counts', project: 'one', stored: 2, rolledUp: 3 },
    { rollup: 'arrivals', project: 'one', event: '', stored: 2, rolledUp: 3 },
    { rollup: 'catalogue_events', project: 'one', stored: 2, rolledUp: 3 },
  ])
  await store.command('ALTER TABLE events DELETE WHERE 1 SETTINGS mutations_sync = 2')
  expect((await recount()).rollups).toMatchObject([
    { rollup: 'event_counts', stored: 0, rolledUp: 3 },
    { rollup: 'arrivals', stored: 0, rolledUp: 3 },
    { rollup: 'catalogue_events', stored: 0, rolledUp: 3 },
    { rollup: 'people_days', event: '', stored: 0, rolledUp: 1 },
    { rollup: 'people_days', stored: 0, rolledUp: 1 },
  ])
})

test('the audit names a moment that is kept and never was, on a day that was', async () => {
  await append(recordWith('one', 'm1', 'm2'), 2)
  await process()
  const also = (milliseconds: number): Promise<void> =>
    store.command(`INSERT INTO people_days (project, event, month, person_id, is_anonymous, at)
      SELECT project, event, month, person_id, is_anonymous, [toUInt32(at[1] + ${milliseconds})] FROM people_days WHERE event != ''`)
  // What was stored while the table was filled for the first time may be there twice.
  await also(0)
  expect((await recount()).rollups).toEqual([])
  await also(1)
  const { clean, rollups } = await recount()
  expect(clean).toBe(false)
  expect(rollups).toEqual([
    expect.objectContaining({ rollup: 'people_days', project: 'one', stored: 1, rolledUp: 1 }),
  ])
  expect(rollups[0]?.event).not.toBe('')
})

test('the audit names sealed days that hold and do not say what the events say', async () => {
  await append(recordWith('one', 'm1', 'm2', 'm3'), 3)
  await process()
  const seal = (arrived: string, person: number): Promise<void> =>
    store.command(`INSERT INTO sealed_people (project, numbering, calendar, event, day, arrived, people)
      SELECT 'one', 1, 'utc', if(whole, '', name), day, ${arrived}, groupBitmapState(toUInt32(${person}))
      FROM (SELECT event AS name, toInt32(toDate32(time)) AS day FROM events) ARRAY JOIN [0, 1] AS whole GROUP BY name, day, whole`)
  await store.command(
    `INSERT INTO id_numbers SELECT DISTINCT project, 1, person_id, is_anonymous, 1 FROM events WHERE project = 'one'`,
  )
  await seal('3', 1)
  expect((await recount()).rollups).toEqual([])
  // One that something has come behind is asked by nobody.
  await seal('2', 7)
  expect((await recount()).rollups).toEqual([])
  await seal('3', 2)
  const { rollups } = await recount()
  expect(rollups).toContainEqual(
    expect.objectContaining({ rollup: 'sealed_people', project: 'one', event: '', stored: 1, rolledUp: 2 }),
  )
})

test('the audit names sealed sessions that hold and are not as many as those of the events', async () => {
  await append(recordWith('one', 'm1', 'm2', 'm3'), 3)
  await process()
  const seal = async (arrived: number, seal: number): Promise<void> => {
    await store.command(`INSERT INTO sealed_visits (project, day, seal, alone, session)
      SELECT DISTINCT 'one', toInt32(toDate32(time)), ${seal}, 1, arrayJoin([7, 8]) FROM events`)
    await store.command(`INSERT INTO visit_seals (project, day, arrived, seal)
      SELECT DISTINCT 'one', toInt32(toDate32(time)), ${arrived}, ${seal} FROM events`)
  }
  // One that something has come behind is asked by nobody.
  await seal(2, 1)
  expect((await recount()).rollups).toEqual([])
  await seal(3, 2)
  const { rollups } = await recount()
  expect(rollups).toEqual([expect.objectContaining({ rollup: 'sealed_visits', project: 'one', rolledUp: 2 })])
})
