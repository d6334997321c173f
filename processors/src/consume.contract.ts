/** From the log to the store, exactly once, against the real engine. */
import { sql, statement } from '@firefly/clickhouse/sql'
import { StoreError } from '@firefly/clickhouse/errors'
import type { Block, Store } from '@firefly/clickhouse/store'
import { type EventRow, eventLines } from '@firefly/clickhouse/tables/events'
import { openEmptyStore } from '@firefly/clickhouse/testing/empty-store'
import { createMemoryLog } from '@firefly/event-log/memory'
import type { EventLog, Position } from '@firefly/event-log/port'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ProcessorOptions, type Processors, startProcessors } from './consume.ts'
import { ok } from './outcome.ts'
import { openEventsPipeline } from './pipelines/events.ts'
import { readNote, writeNote } from './progress.ts'
import { append, drained, totals } from './testing/log.ts'

let store: Store
beforeAll(async () => {
  store = await openEmptyStore()
})
afterAll(() => store.close())

const run = async (log: EventLog, change: Partial<ProcessorOptions> = {}): Promise<Processors> =>
  startProcessors({
    log,
    store,
    pipeline: openEventsPipeline(),
    clock: Date.now,
    onEvent: () => undefined,
    onStored: () => undefined,
    lingerMs: 1,
    ...change,
  })

const track = (event: string, messageId: string): object => ({
  type: 'track',
  event,
  userId: 'u1',
  messageId,
})
const stored = async (project: string): Promise<string[]> => {
  const { rows } = await store.query<{ project: string; message_id: string }>(
    statement(sql`SELECT project, message_id FROM events ORDER BY message_id`),
  )
  return rows.filter((row) => row.project === project).map((row) => row.message_id)
}

test('what is appended is stored, and told once it can be asked for', async () => {
  const log = createMemoryLog()
  const told: string[] = []
  const processors = await run(log, { onStored: (rows) => told.push(...rows.map((row) => row.message_id)) })
  await append(log, 'plain', [track('a', 'm1'), track('b', 'm2')])
  await drained(log)
  expect(await stored('plain')).toEqual(['m1', 'm2'])
  expect(told).toEqual(['m1', 'm2'])
  expect(await totals(log)).toEqual({
    processed: 2,
    stored: 2,
    quarantined: 0,
    duplicates: 0,
    erased: 0,
    expired: 0,
    unwanted: 0,
  })
  await processors.stop()
})

test('an id seen before is stored once: in the same batch, in a later one, and after a restart', async () => {
  const log = createMemoryLog()
  const first = await run(log)
  await append(log, 'twice', [track('a', 'm1'), track('a', 'm1')])
  await append(log, 'twice', [track('a', 'm1'), track('a', 'm2')])
  await drained(log)
  await first.stop()
  const second = await run(log)
  await append(log, 'twice', [track('a', 'm2'), track('a', 'm3')])
  await drained(log)
  expect(await stored('twice')).toEqual(['m1', 'm2', 'm3'])
  expect(await totals(log)).toEqual({
    processed: 6,
    stored: 3,
    quarantined: 0,
    duplicates: 3,
    erased: 0,
    expired: 0,
    unwanted: 0,
  })
  await second.stop()
})

test('the same id in another project is another event', async () => {
  const log = createMemoryLog()
  const processors = await run(log)
  await append(log, 'one', [track('a', 'shared')])
  await append(log, 'other', [track('a', 'shared')])
  await drained(log)
  expect([await stored('one'), await stored('other')]).toEqual([['shared'], ['shared']])
  await processors.stop()
})

for (const died of ['before the insert', 'after the insert'] as const)
  test(`a processor that dies between intent and commit, ${died}, leaves every event stored once and counted once`, async () => {
    const project = `died ${died}`
    const log = createMemoryLog()
    await append(log, project, [track('a', 'm1'), track('a', 'm2')])
    await append(log, project, [track('a', 'm2'), track('a', 'm3')])
    const broken: Store = {
      ...store,
      insert: async (block) => {
        if (died === 'after the insert') await store.insert(block)
        throw new Error('the process is gone')
      },
    }
    const first = await run(log, { store: broken })
    await expect(first.done).rejects.toThrow('the process is gone')
    await append(log, project, [track('a', 'm4')])
    const second = await run(log)
    await drained(log)
    expect(await stored(project)).toEqual(['m1', 'm2', 'm3', 'm4'])
    expect(await totals(log)).toEqual({
      processed: 5,
      stored: 4,
      quarantined: 0,
      duplicates: 1,
      erased: 0,
      expired: 0,
      unwanted: 0,
    })
    await second.stop()
  })

test('what cannot be opened or stored is set aside with its reason, and the rest goes on', async () => {
  const log = createMemoryLog()
  const processors = await run(log)
  await append(log, 'aside', [track('a', 'm1')])
  await log.append({ key: 'device', events: 2, value: new Uint8Array([99, 0, 0]) })
  await append(log, 'aside', [track('a', 'm2')])
  await drained(log)
  expect(await stored('aside')).toEqual(['m1', 'm2'])
  expect(await totals(log)).toEqual({
    processed: 4,
    stored: 2,
    quarantined: 2,
    duplicates: 0,
    erased: 0,
    expired: 0,
    unwanted: 0,
  })
  const { rows } = await store.query(
    statement(sql`SELECT reason, events FROM quarantine WHERE record = 'YwAA'`),
  )
  expect(rows).toEqual([{ reason: 'unknown_version', events: 2 }])
  await processors.stop()
})

test('half a character in any field that anybody can send holds nobody up, and is stored as the replacement character', async () => {
  const log = createMemoryLog()
  const processors = await run(log)
  const [half, whole] = ['x\ud83d', 'x\ufffd']
  const said = { [half]: half, $set: { [half]: half }, $unset: [half] }
  await append(log, 'halves', [
    { type: 'track', event: half, userId: half, messageId: half, properties: said },
    { type: 'identify', anonymousId: `a${half}`, userId: half, messageId: 'm1', traits: said },
    { type: 'alias', previousId: `b${half}`, userId: half, messageId: 'm2' },
    { type: 'group', groupId: half, userId: half, messageId: 'm3', traits: { ...said, $group_type: half } },
    track('a', 'm4'),
  ])
  await drained(log)
  expect(await stored('halves')).toEqual(['m1', 'm2', 'm3', 'm4', whole])
  const named = sql`SELECT DISTINCT event FROM catalogue_events WHERE project = 'halves' AND event LIKE 'x%'`
  expect((await store.query(statement(named))).rows).toEqual([{ event: whole }])
  const joined = sql`SELECT DISTINCT to_id FROM identities WHERE project = 'halves'`
  expect((await store.query(statement(joined))).rows).toEqual([{ to_id: whole }])
  await processors.stop()
})

test('under pressure the same range is tried again under the same token until it is stored', async () => {
  const log = createMemoryLog()
  const tokens: string[] = []
  const busy: Store = {
    ...store,
    insert: async (block) => {
      if (block.table !== 'events') return store.insert(block)
      tokens.push(block.token)
      if (tokens.length < 3)
        throw new (await import('@firefly/clickhouse/errors')).StoreError('pressure', 252, 'too many parts')
      return store.insert(block)
    },
  }
  const processors = await run(log, { store: busy })
  await append(log, 'busy', [track('a', 'm1')])
  await drained(log)
  expect(await stored('busy')).toEqual(['m1'])
  expect([tokens.length, new Set(tokens).size]).toEqual([3, 1])
  await processors.stop()
})

test('a note is read back as it was written, and an empty one begins a new epoch', () => {
  const progress = {
    epoch: 'e',
    totals: { processed: 1, stored: 1, quarantined: 0, duplicates: 0, erased: 0, expired: 0, unwanted: 0 },
    intent: 7,
  }
  expect(readNote(writeNote(progress), () => 'new')).toEqual(progress)
  expect(readNote('', () => 'new')).toMatchObject({ epoch: 'new' })
})

for (const refused of ['the intent', 'the commit'] as const)
  test(`a holder who loses the partition before ${refused} leaves nothing behind that the next one would take for a duplicate`, async () => {
    const project = `lost before ${refused}`
    const inner = createMemoryLog()
    let refusals = 0
    const log: EventLog = {
      ...inner,
      subscribe: (group, worker) =>
        inner.subscribe(group, async (partition, signal) => {
          const commit = async (position: Position): Promise<void> => {
            const isIntent = position.note.includes('"intent"')
            if (refusals === 0 && isIntent === (refused === 'the intent')) {
              refusals++
              throw new Error('held by another member now')
            }
            await partition.commit(position)
          }
          // The next holder is a worker of the same process, as after a rebalance that gives the partition back.
          await worker({ ...partition, commit }, signal).catch(() => worker({ ...partition, commit }, signal))
        }),
    }
    await append(log, project, [track('a', 'm1'), track('a', 'm1'), track('a', 'm2')])
    const processors = await run(log)
    await drained(log)
    expect(refusals).toBe(1)
    expect(await stored(project)).toEqual(['m1', 'm2'])
    expect(await totals(log)).toEqual({
      processed: 3,
      stored: 2,
      quarantined: 0,
      duplicates: 1,
      erased: 0,
      expired: 0,
      unwanted: 0,
    })
    await processors.stop()
  })

test('a holder who loses the partition again and again, with the next chunk made already, stores every event once and in order', async () => {
  const project = 'lost ahead'
  const inner = createMemoryLog()
  let commits = 0
  const log: EventLog = {
    ...inner,
    subscribe: (group, worker) =>
      inner.subscribe(group, async (partition, signal) => {
        const commit = async (position: Position): Promise<void> => {
          if (++commits % 5 === 0) throw new Error('held by another member now')
          await partition.commit(position)
        }
        while (!signal.aborted) await worker({ ...partition, commit }, signal).catch(() => undefined)
      }),
  }
  const ids = Array.from({ length: 60 }, (_, n) => `m${String(n).padStart(2, '0')}`)
  for (const [n, id] of ids.entries())
    await append(log, project, [track('a', id), track('a', ids[n - 1] ?? id), track('a', id)])
  const processors = await run(log, { bytesAtOnce: 1 })
  await drained(log)
  await processors.stop()
  expect(commits).toBeGreaterThan(120)
  expect(await stored(project)).toEqual(ids)
  expect(await totals(log)).toMatchObject({ processed: 180, stored: 60, duplicates: 120 })
})

test('rows the store refuses are set aside one by one, and all others of their block are stored', async () => {
  const log = createMemoryLog()
  // Whoever watches or not, the rows that are halved must be the same.
  for (const isWatched of [true, false]) {
    const project = `picky, watched ${isWatched}`
    const told: string[] = []
    const picky: Store = {
      ...store,
      insert: async (block) => {
        const holds = 'native' in block && Buffer.from(block.native).includes('poison')
        if (block.table === 'events' && holds) throw new StoreError('refused', 131, 'too large')
        await store.insert(block)
      },
    }
    const processors = await run(log, {
      store: picky,
      isWatched: () => isWatched,
      onStored: (rows) => told.push(...rows.map((row) => row.message_id)),
    })
    const batch = Array.from({ length: 9 }, (_, n) => track(n % 4 === 3 ? 'poison' : 'fine', `m${n}`))
    const before = await totals(log)
    await append(log, project, batch)
    await drained(log)
    await processors.stop()
    const fine = ['m0', 'm1', 'm2', 'm4', 'm5', 'm6', 'm8']
    expect(await stored(project)).toEqual(fine)
    expect(told).toEqual(isWatched ? fine : [])
    expect((await totals(log)).quarantined - before.quarantined).toBe(2)
    const { rows } = await store.query<{ project: string; reason: string; n: string }>(
      statement(sql`SELECT project, reason, count() AS n FROM quarantine GROUP BY project, reason`),
    )
    expect(rows.filter((row) => row.project === project)).toEqual([
      { project, reason: 'insert_refused', n: '2' },
    ])
  }
})

for (const kept of ['nothing', 'half'] as const)
  test(`a store that failed with ${kept} kept, but remembers the token, gets the missing rows again`, async () => {
    const project = `forgetful, ${kept} kept`
    const log = createMemoryLog()
    const missing: number[] = []
    let failed = false
    const rows: EventRow[] = []
    const forgetful: Store = {
      ...store,
      insert: async (block) => {
        if (failed || block.table !== 'events') return store.insert(block)
        failed = true
        const some = rows.slice(0, kept === 'half' ? 2 : 0)
        if (some.length > 0) await store.insert(inLines(block, some))
        // Under the same name the whole block is now taken for a duplicate.
        else
          await store.insert(
            inLines(
              block,
              rows.map((row) => ({ ...row, project: 'ghost' })),
            ),
          )
        throw new StoreError('pressure', 243, 'no room')
      },
    }
    const pipeline = openEventsPipeline().through({
      name: 'watch',
      run: (row) => (rows.push(row), ok(row)),
    })
    const processors = await run(log, {
      store: forgetful,
      pipeline,
      onEvent: (event) => void (event.name === 'rows_missing' && missing.push(event.rows)),
    })
    await append(
      log,
      project,
      [1, 2, 3, 4].map((n) => track('a', `m${n}`)),
    )
    await drained(log)
    expect(await stored(project)).toEqual(['m1', 'm2', 'm3', 'm4'])
    expect(missing).toEqual([kept === 'half' ? 2 : 4])
    expect(await totals(log)).toMatchObject({ processed: 4, stored: 4 })
    await processors.stop()
  })

const inLines = ({ table, columns, token }: Block, rows: readonly EventRow[]): Block => ({
  table,
  columns,
  token,
  lines: eventLines(rows),
})

test('after all of these failures the catalogue counts what is stored, and each of it once', async () => {
  const { rows } = await store.query<{ counted: unknown; kept: unknown }>(
    statement(sql`
SELECT
  (SELECT groupArray(line) FROM (SELECT (project, event, day, sum(catalogue_events.count)) AS line
    FROM catalogue_events GROUP BY project, event, day HAVING line.4 != 0 ORDER BY line)) AS counted,
  (SELECT groupArray(line) FROM (SELECT (project, event, toDate(time), toInt64(count())) AS line
    FROM events WHERE project != 'ghost' GROUP BY project, event, toDate(time) ORDER BY line)) AS kept`),
  )
  expect(rows[0]?.counted).not.toEqual([])
  expect(rows[0]?.counted).toEqual(rows[0]?.kept)
})
