/** The typed client against the product: what was sent is asked for, exported, watched, and refused by name. */
import { createClient } from '@firefly/client/client'
import { InvalidQuestion, NotFound } from '@firefly/client/errors'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drained, sendBatch } from './client.ts'
import { launch, type Running } from './launch.ts'

let server: Running
beforeAll(async () => {
  server = await launch()
  const event = (userId: string, total: number) => ({
    type: 'track',
    event: 'Order Completed',
    userId,
    timestamp: '2026-01-10T12:00:00Z',
    properties: { total },
  })
  await sendBatch(server, [event('ada', 30), event('ada', 12.5), event('ben', 7)])
  await drained(server)
})
afterAll(async () => {
  await server.stop('SIGKILL')
})
const client = () => createClient({ url: server.url, key: server.secretKey })
const range = { from: '2026-01-10', to: '2026-01-10' }
const orders = {
  kind: 'trend' as const,
  ...range,
  series: [{ event: 'Order Completed', math: 'unique_users' as const }],
}

test('a question, its table, and the people behind its number', async () => {
  const { result, timezone } = await client().query(orders)
  expect([timezone, result.series[0]?.total]).toEqual(['UTC', 2])
  expect(await client().table(orders, 'csv')).toContain('Order Completed,,,2026-01-10T00:00:00+00:00,2')
  const people: string[] = []
  for await (const { distinctIds } of client().everyPerson({ query: orders, pick: {}, limit: 1 }))
    people.push(...distinctIds)
  expect(people.toSorted()).toEqual(['ada', 'ben'])
})

test('events row by row', async () => {
  const totals: unknown[] = []
  for await (const row of client().export({ ...range, columns: ['distinctId', 'total'] })) totals.push(row)
  expect(totals).toHaveLength(3)
  expect(totals).toContainEqual({ distinctId: 'ada', total: '12.5' })
})

test('what there is to ask about', async () => {
  expect(await client().catalog.events({ search: 'order' })).toMatchObject([
    { name: 'Order Completed', count: 3 },
  ])
  expect(await client().catalog.properties({ event: 'Order Completed' })).toContainEqual(
    expect.objectContaining({ name: 'total', builtIn: false }),
  )
  expect(await client().catalog.values({ property: 'total', search: '12' })).toMatchObject([
    { value: '12.5' },
  ])
})

test('people that were given a name, kept through metadata', async () => {
  const { cohorts } = client()
  const definition = { did: { event: 'Order Completed', times: { operator: 'gte' as const, value: 2 } } }
  const { id, size } = await cohorts.save({ name: 'Regulars', definition, refreshMinutes: 60 })
  expect(size).toBe(1)
  const { result } = await client().query({ ...orders, filters: [{ cohort: id }] })
  expect(result.series[0]?.total).toBe(1)
  expect((await cohorts.persons(id)).persons).toMatchObject([{ distinctIds: ['ada'] }])
  const dropped = await cohorts.save({ name: 'All of them', persons: { query: { ...orders }, pick: {} } })
  expect(await cohorts.find(dropped.id)).toMatchObject({ name: 'All of them', size: 2, definition: null })
  expect((await cohorts.list()).map(({ name }) => name)).toEqual(['Regulars', 'All of them'])
  await cohorts.remove(id)
  await expect(cohorts.find(id)).rejects.toBeInstanceOf(NotFound)
})

test('questions under a name, kept through metadata', async () => {
  const { questions } = client()
  const { id } = await questions.save({ name: 'Buyers', query: orders })
  const kept = await questions.find(id)
  expect(kept).toMatchObject({ name: 'Buyers', query: orders })
  expect(await questions.replace(id, { name: 'Orders', query: orders })).toMatchObject({ name: 'Orders' })
  expect((await questions.list()).map(({ name }) => name)).toEqual(['Orders'])
  await expect(questions.save({ name: 'x', query: { ...orders, series: [] } })).rejects.toMatchObject({
    issues: [{ path: 'query.series' }],
  })
  await questions.remove(id)
  await expect(questions.find(id)).rejects.toBeInstanceOf(NotFound)
})

test('who there is, who somebody is, and what they did', async () => {
  const { users } = client()
  const { users: found } = await users.list({ search: 'ada' })
  expect(found).toMatchObject([{ distinctIds: ['ada'], events: 2 }])
  expect(await users.find('ada')).toMatchObject({ userIds: ['ada'], events: 2 })
  expect((await users.events('ada', { limit: 1 })).events).toMatchObject([{ event: 'Order Completed' }])
  expect((await users.merge({ from: 'ada', into: 'ben' })).decisions).toHaveLength(1)
  expect((await users.merges('ben')).links).toMatchObject([{ kind: 'merge', holds: true }])
  expect((await users.unmerge({ distinctId: 'ada' })).decisions).toHaveLength(1)
  await expect(users.find('nobody')).rejects.toBeInstanceOf(NotFound)
})

test('a wrong field is named by the error', async () => {
  const filters = [{ property: 'totl', operator: 'gt' as const, value: 1 }]
  const refused = client().query({ ...orders, filters })
  await expect(refused).rejects.toBeInstanceOf(InvalidQuestion)
  await expect(refused).rejects.toMatchObject({ status: 422, issues: [{ path: 'filters.0.property' }] })
})

test('events as they are stored', async () => {
  const watching = client().live({ event: 'Watched' })
  const first = watching.next()
  // The server says nothing before there is something, so it is sent until somebody has seen it.
  const sending = setInterval(() => {
    void sendBatch(server, [{ type: 'track', event: 'Watched', userId: 'cem' }])
  }, 200)
  try {
    expect((await first).value).toMatchObject({ event: 'Watched', distinctId: 'cem' })
  } finally {
    clearInterval(sending)
    await watching.return(undefined)
  }
})
