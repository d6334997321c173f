/** What a project decides about its events, from the log to the store: its plan, what is protected, who was erased. */
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { openEmptyStore } from '@firefly/clickhouse/testing/empty-store'
import { createMemoryLog } from '@firefly/event-log/memory'
import type { EventLog } from '@firefly/event-log/port'
import { MASK, type PlanInput, planSchema } from '@firefly/protocol/plan'
import { protectionOf } from '@firefly/protocol/plan/sensitivity'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProcessors } from './consume.ts'
import { openEventsPipeline } from './pipelines/events.ts'
import { listQuarantine } from './quarantine/list.ts'
import type { Rules } from './rules.ts'
import { append, drained, totals } from './testing/log.ts'
import { listViolations } from './violations/list.ts'

let store: Store
beforeAll(async () => {
  store = await openEmptyStore()
})
afterAll(() => store.close())

const rules = (input: PlanInput, erased: readonly string[] = []): Rules => {
  const plan = planSchema.parse(input)
  const hash = (value: string): string => `hashed ${value.length}`
  return {
    of: () => ({ plan, protections: protectionOf(plan), hash, isErased: (id) => erased.includes(id) }),
  }
}

type Sent = { event?: string; type?: string; userId?: string; anonymousId?: string; previousId?: string } & {
  properties?: Record<string, unknown>
}

/** What is stored of a batch by its place in it, and the totals. */
async function through(project: string, decided: Rules, batch: Sent[]) {
  const log: EventLog = createMemoryLog()
  const events = batch.map((one, at) => ({ type: 'track', userId: 'u', messageId: `${at}`, ...one }))
  await append(log, project, events, { receivedAt: Date.UTC(2026, 0, 10) })
  const told: string[] = []
  const processors = await startProcessors({
    log,
    store,
    pipeline: openEventsPipeline(decided),
    clock: Date.now,
    lingerMs: 1,
    onEvent: (event) =>
      told.push(...(event.name === 'plan_violated' ? [`${event.code} ${event.events}`] : [])),
    onStored: () => undefined,
  })
  await drained(log)
  await processors.stop()
  const wanted = sql`SELECT message_id, anonymous_id, city, url, properties FROM events WHERE project = ${bind('String', project)}`
  const { rows } = await store.query<{ message_id: string; properties: Record<string, string> }>(
    statement(wanted),
  )
  return {
    rows: Object.fromEntries(rows.map((row) => [row.message_id, row])),
    totals: await totals(log),
    told,
  }
}

const PLAN = { events: { Paid: { properties: { total: { type: 'number', required: true } } } } } as const
const BATCH = [
  { event: 'Paid', properties: { total: 1 } },
  { event: 'Paid', properties: { total: '1' } },
  { event: 'Paid', properties: {} },
  { event: 'Payed', properties: { total: 1 } },
]

test('observed, events that depart from the plan are stored as they are, counted and listed', async () => {
  const { rows, totals, told } = await through('observe', rules(PLAN), BATCH)
  expect(totals).toMatchObject({ stored: 4, quarantined: 0 })
  expect(rows['1']?.properties).toEqual({ total: '1' })
  expect(told.toSorted()).toEqual([
    'missing_property 1',
    'unplanned_event 1',
    'unplanned_property 1',
    'wrong_type 1',
  ])
  const listed = await listViolations(store, { project: 'observe', since: 0, limit: 10 })
  expect(listed.map(({ event, property, code, count }) => [event, property, code, count])).toEqual([
    ['Paid', 'total', 'missing_property', 1],
    ['Paid', 'total', 'wrong_type', 1],
    ['Payed', 'total', 'unplanned_property', 1],
    ['Payed', null, 'unplanned_event', 1],
  ])
  expect(listed[0]).toMatchObject({ consequence: 'count', firstSeen: '2026-01-10T00:00:00Z', messageId: '2' })
})

test('flagged, they say themselves how they depart', async () => {
  const { rows } = await through('flag', rules({ ...PLAN, mode: 'flag' }), BATCH)
  expect(rows['0']?.properties).toEqual({ total: '1' })
  expect(rows['1']?.properties).toEqual({ total: '1', $violations: '["wrong_type: total"]' })
})

test('in quarantine, they can be replayed once the plan allows them', async () => {
  const { rows, totals } = await through('quarantine', rules({ ...PLAN, mode: 'quarantine' }), BATCH)
  expect(Object.keys(rows)).toEqual(['0'])
  expect(totals).toMatchObject({ processed: 4, stored: 1, quarantined: 3 })
  const aside = await listQuarantine(store, { projects: ['quarantine'], reason: 'plan_violated', limit: 10 })
  expect(aside.map(({ detail }) => detail).toSorted()).toEqual([
    'missing_property: total',
    'unplanned_event, unplanned_property: total',
    'wrong_type: total',
  ])
})

test('what the plan protects reaches the store as a keyed hash, as a mask or not at all, built-in properties too', async () => {
  const plan: PlanInput = {
    unplanned: 'allow',
    protect: { 3: 'mask', 4: 'hash', 5: 'drop' },
    properties: {
      phone: { sensitivity: 4 },
      name: { sensitivity: 3 },
      card: { sensitivity: 5 },
      $url: { sensitivity: 5 },
      plain: { sensitivity: 2 },
    },
  }
  const properties = {
    phone: '13800000000',
    name: 'Ada',
    card: '62',
    plain: 'x',
    $url: 'https://a.example/?q=62',
  }
  const { rows } = await through('protect', rules(plan), [{ event: 'a', properties }])
  expect(rows['0']).toMatchObject({ url: '', properties: { phone: 'hashed 11', name: MASK, plain: 'x' } })
  expect(Object.keys(rows['0']?.properties ?? {}).toSorted()).toEqual(['name', 'phone', 'plain'])
})

test('whoever was erased is not stored again, and leads to nobody else', async () => {
  const { rows, totals } = await through('erased', rules({ unplanned: 'allow' }, ['gone', 'device']), [
    { event: 'a', userId: 'gone' },
    { event: 'a', userId: '', anonymousId: 'device' },
    { type: 'alias', userId: 'other', previousId: 'gone' },
    { event: 'a', userId: 'other', anonymousId: 'device' },
    { event: 'a', userId: 'other', anonymousId: 'theirs' },
  ])
  expect(totals).toMatchObject({ processed: 5, stored: 2, erased: 3, duplicates: 0 })
  expect([rows['3'], rows['4']]).toMatchObject([{ anonymous_id: '' }, { anonymous_id: 'theirs' }])
})
