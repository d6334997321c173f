/** Ranges that are done a second time, whatever was decided or lost since the first: every event is in one place, and counted there. */
import { StoreError } from '@firefly/clickhouse/errors'
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { openEmptyStore } from '@firefly/clickhouse/testing/empty-store'
import { createMemoryLog } from '@firefly/event-log/memory'
import type { EventLog } from '@firefly/event-log/port'
import { type Plan, planSchema } from '@firefly/protocol/plan'
import { decodeRecord } from '@firefly/protocol/record'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProcessors } from './consume.ts'
import { openEventsPipeline } from './pipelines/events.ts'
import { replayQuarantine } from './quarantine/replay.ts'
import type { ProcessorEvent } from './telemetry.ts'
import { append, drained, totals } from './testing/log.ts'

let store: Store
beforeAll(async () => {
  store = await openEmptyStore()
})
afterAll(() => store.close())

const LENIENT = planSchema.parse({ mode: 'observe', events: {} })
const STRICT = planSchema.parse({ mode: 'quarantine', events: { fine: {} } })

/** Processors of one project, whose plan is looked up again for each event. */
const start = (
  log: EventLog,
  into: Store,
  plan: () => Plan,
  onEvent = (_event: ProcessorEvent): void => undefined,
) =>
  startProcessors({
    log,
    store: into,
    pipeline: openEventsPipeline({
      of: () => ({ plan: plan(), protections: new Map(), hash: () => '', isErased: () => false }),
    }),
    clock: Date.now,
    onEvent,
    onStored: () => undefined,
    lingerMs: 1,
  })

const tell = (log: EventLog, project: string, batch: { event: string; messageId: string }[]) =>
  append(
    log,
    project,
    batch.map((one) => ({ type: 'track', userId: 'u', ...one })),
  )
const stored = async (project: string): Promise<string[]> => {
  const { rows } = await store.query<{ id: string }>(
    statement(
      sql`SELECT message_id AS id FROM events WHERE project = ${bind('String', project)} ORDER BY id`,
    ),
  )
  return rows.map(({ id }) => id)
}
const aside = async (project: string): Promise<string[]> => {
  const { rows } = await store.query<{ record: string }>(
    statement(sql`SELECT record FROM quarantine WHERE project = ${bind('String', project)}`),
  )
  return rows.map(({ record }) => idIn(Buffer.from(record, 'base64'))).toSorted()
}
function idIn(record: Uint8Array): string {
  const decoded = decodeRecord(record)
  if (!decoded.ok) throw new Error(decoded.detail)
  const { batch } = JSON.parse(Buffer.from(decoded.body).toString()) as { batch: { messageId: string }[] }
  return batch[0]?.messageId ?? ''
}

const BATCH = [
  { event: 'fine', messageId: 'm1' },
  { event: 'odd', messageId: 'm2' },
  { event: 'fine', messageId: 'm3' },
]

for (const [from, to, plans] of [
  ['observing', 'setting aside', [LENIENT, STRICT]],
  ['setting aside', 'observing', [STRICT, LENIENT]],
] as const)
  test(`a plan that goes from ${from} to ${to} between a try and the next leaves each event in one place, wherever the first ended`, async () => {
    // Each insert in turn is the one before or after which the process ends, until it ends no more.
    for (let [at, ended] = [0, true]; ended; at++) {
      const project = `${from} ${at}`
      const log = createMemoryLog()
      await tell(log, project, BATCH)
      const mortal = endingAt(at)
      const first = await start(log, mortal.store, () => plans[0])
      await Promise.race([first.done.catch(() => undefined), drained(log)])
      ended = mortal.hasEnded()
      await first.stop().catch(() => undefined)
      const second = await start(log, store, () => plans[1])
      await drained(log)
      await second.stop()
      const [rows, set] = [await stored(project), await aside(project)]
      expect([...rows, ...set].toSorted()).toEqual(['m1', 'm2', 'm3'])
      expect(await totals(log)).toMatchObject({ processed: 3, stored: rows.length, quarantined: set.length })
    }
  })

/** A store with which the process is gone: before its insert of that number for even ones, behind it for odd ones. */
function endingAt(at: number): { store: Store; hasEnded: () => boolean } {
  let [inserts, ended] = [0, false]
  const insert: Store['insert'] = async (block) => {
    const isLast = inserts++ === at >> 1
    ended ||= isLast
    if (!isLast || at % 2 === 1) await store.insert(block)
    if (isLast) throw new Error('the process is gone')
  }
  return { store: { ...store, insert }, hasEnded: () => ended }
}

/** Refuses the rows for a while, or for good; told each time. */
const without = (trouble: 'pressure' | 'refused', goesOn: () => boolean): Store => ({
  ...store,
  insert: async (block) => {
    if (block.table === 'events' && goesOn()) throw new StoreError(trouble, 252, 'not now')
    await store.insert(block)
  },
})

test('a plan that changes while the store takes nothing is true of what is not stored, and nobody waits for ever', async () => {
  for (const trouble of ['pressure', 'refused'] as const) {
    const project = `waiting, ${trouble}`
    const log = createMemoryLog()
    let [plan, tries] = [LENIENT, 0]
    // As a store without room does: it keeps the name of a block whose rows are lost.
    const busy: Store = {
      ...store,
      insert: async (block) => {
        if (block.table !== 'events' || tries++ > 0) return store.insert(block)
        plan = STRICT
        const ghost = { table: 'events', columns: ['project'], lines: Buffer.from('["ghost"]\n') }
        if (trouble === 'pressure') await store.insert({ ...ghost, token: block.token })
        throw new StoreError(trouble, 252, 'not now')
      },
    }
    await tell(log, project, BATCH)
    const processors = await start(log, busy, () => plan)
    await drained(log)
    await processors.stop()
    const [rows, set] = [await stored(project), await aside(project)]
    expect([...rows, ...set].toSorted()).toEqual(['m1', 'm2', 'm3'])
    expect(await totals(log)).toMatchObject({ processed: 3, stored: rows.length, quarantined: set.length })
  }
})

test('what the store refused can be replayed out of quarantine at once', async () => {
  const project = 'refused, then not'
  const log = createMemoryLog()
  let isPicky = true
  const processors = await start(
    log,
    without('refused', () => isPicky),
    () => LENIENT,
  )
  await tell(log, project, BATCH)
  await drained(log)
  expect([await stored(project), await aside(project)]).toEqual([[], ['m1', 'm2', 'm3']])
  isPicky = false
  await replayQuarantine(log, store, { projects: [project], limit: 10 })
  await drained(log)
  expect(await stored(project)).toEqual(['m1', 'm2', 'm3'])
  await processors.stop()
})

/** The log as one that has dropped everything before `oldest` for want of room. */
const dropping = (log: EventLog, oldest: () => number): EventLog => ({
  ...log,
  subscribe: (group, worker) =>
    log.subscribe(group, (partition, signal) => {
      const read: typeof partition.read = async (request) => {
        const from = Math.max(request.from, oldest())
        return from >= (request.until ?? Infinity) ? [] : partition.read({ ...request, from })
      }
      return worker({ ...partition, read }, signal)
    }),
})

for (const [says, oldest, ended, left] of [
  ['whole, with nothing of it stored', 3, 0, ['m9']],
  ['whole, with all of it stored', 3, 'behind the events', ['m0', 'm1', 'm2', 'm9']],
  ['in part, with nothing of it stored', 2, 0, ['m2', 'm9']],
  ['in part, with all of it stored', 2, 'behind the events', ['m0', 'm1', 'm2', 'm9']],
] as const)
  test(`an intended range that the log dropped ${says}: told, counted and closed, and the partition goes on`, async () => {
    const project = `dropped ${says}`
    const inner = createMemoryLog()
    for (let at = 0; at < 3; at++) await tell(inner, project, [{ event: 'a', messageId: `m${at}` }])
    const gone: Store = {
      ...store,
      insert: async (block) => {
        if (ended !== 0) await store.insert(block)
        if (ended === 0 || block.table === 'events') throw new Error('the process is gone')
      },
    }
    const first = await start(inner, gone, () => LENIENT)
    await expect(first.done).rejects.toThrow('the process is gone')
    const lost: number[] = []
    const second = await start(
      dropping(inner, () => oldest),
      store,
      () => LENIENT,
      (event) => void (event.name === 'records_lost' && lost.push(event.records)),
    )
    await tell(inner, project, [{ event: 'a', messageId: 'm9' }])
    await drained(inner)
    await second.stop()
    expect(await stored(project)).toEqual(left)
    expect(lost).toEqual([oldest])
    expect(await totals(inner)).toMatchObject({ processed: left.length, stored: left.length })
  })
