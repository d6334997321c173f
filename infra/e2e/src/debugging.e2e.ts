/** Somebody who puts tracking into a page watches what becomes of each event, in one process and over real brokers. */
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { findKafka } from '@firefly/kafka/availability'
import { startCluster } from '@firefly/kafka/cluster'
import type { DebugEvent } from '@firefly/protocol/debug'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bearer, drained, post, request, status } from './client.ts'
import { emptyFolder, launch, type Running } from './launch.ts'
import { type Watch, watch } from './watching.ts'

const PLAN = {
  events: {
    'Order Completed': {
      properties: {
        total: { type: 'number', required: true },
        coupon: { type: 'string', sensitivity: 4 },
        card: { type: 'string', sensitivity: 5, protect: 'drop' },
      },
    },
  },
}
const order = (properties: object, more: object = {}) => ({
  type: 'track',
  event: 'Order Completed',
  anonymousId: 'phone-of-ana',
  properties,
  ...more,
})

const follow = async (server: Running, key = server.secretKey): Promise<Watch<DebugEvent>> =>
  watch<DebugEvent>(`${server.url}/v1/live?${new URLSearchParams({ debug: '', key })}`)
const put = (server: Running, path: string, body: object) =>
  request(`${server.url}${path}`, {
    method: 'PUT',
    headers: { ...bearer(server.secretKey), 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const makeKey = async (server: Running, body: object): Promise<string> => {
  const made = await post<{ token: string }>(
    server,
    '/v1/projects/default/keys',
    body,
    bearer(server.secretKey),
  )
  expect(made.status).toBe(201)
  return made.body.token
}
const send = (server: Running, batch: unknown[], headers: Record<string, string> = {}) =>
  post(server, '/v1/batch', { batch }, { ...bearer(server.writeKey), ...headers })
const WATCHED = { 'x-firefly-debug': 'true' }

describe('in one process', () => {
  let server: Running
  beforeAll(async () => {
    server = await launch()
    expect((await put(server, '/v1/plan', PLAN)).status).toBe(200)
  })
  afterAll(async () => {
    await server.stop()
    await rm(server.data, { recursive: true })
  })

  test('events of a debugging device appear with verdict, field and departures from the plan; those of others do not', async () => {
    const line = await follow(server)
    await send(server, [order({ total: 1 }, { messageId: 'not watched' })])
    await send(
      server,
      [order({ total: 'twelve', colour: 'red' }), order({ total: 1 }, { anonymousId: '' })],
      WATCHED,
    )
    const rejected = await line.until(({ verdict }) => verdict === 'rejected')
    expect(rejected).toMatchObject({ index: 1, code: 'missing_id', field: 'userId or anonymousId' })
    expect(line.events[0]).toMatchObject({
      verdict: 'accepted',
      distinctId: 'phone-of-ana',
      properties: { total: 'twelve', colour: 'red' },
      violations: [
        { code: 'wrong_type', property: 'total' },
        { code: 'unplanned_property', property: 'colour' },
      ],
    })
    expect(line.events.map(({ messageId }) => messageId)).not.toContain('not watched')
    line.stop()
  })

  test('a key sees values up to its level, and nobody sees what the store would not keep', async () => {
    await send(server, [order({ total: 7, coupon: 'SPRING', card: '6222' })], WATCHED)
    const lines = [
      await follow(server),
      await follow(server, await makeKey(server, { kind: 'read', maySee: 2 })),
    ]
    const seen = await Promise.all(
      lines.map((line) => line.until(({ properties }) => properties['total'] === 7)),
    )
    expect(seen.map(({ properties }) => [properties['coupon'], properties['card']])).toEqual([
      ['SPRING', '••••'],
      ['••••', '••••'],
    ])
    for (const line of lines) line.stop()
  })

  test('a dry run is answered like any batch and stores nothing; a key can make every request one', async () => {
    const before = await drained(server)
    const token = await makeKey(server, { kind: 'write', debug: 'dry-run' })
    const line = await follow(server)
    const answers = [
      await send(server, [order({ total: 21 }), { type: 'track' }], { 'x-firefly-debug': 'dry-run' }),
      await post(
        server,
        '/v1/batch?debug=dry-run',
        { batch: [order({ total: 22 })] },
        bearer(server.writeKey),
      ),
      await post(server, '/v1/batch', { batch: [order({ total: 23 })] }, bearer(token)),
      await post(server, '/batch/', {
        api_key: token,
        batch: [{ event: 'Hog', distinct_id: 'd', properties: {} }],
      }),
    ]
    expect(answers.map(({ status: code, body }) => [code, body])).toMatchObject([
      [200, { accepted: 1, rejected: [{ index: 1, code: 'invalid_event' }] }],
      [200, { accepted: 1, rejected: [] }],
      [200, { accepted: 1, rejected: [] }],
      [200, { status: 1 }],
    ])
    const hog = await line.until(({ event }) => event === 'Hog')
    expect(hog).toMatchObject({ dialect: 'posthog', dryRun: true, violations: [{ code: 'unplanned_event' }] })
    const shown = line.events.filter(({ dryRun }) => dryRun).map(({ verdict }) => verdict)
    expect(shown).toEqual(['accepted', 'rejected', 'accepted', 'accepted', 'accepted'])
    expect((await status(server)).accepted).toBe(before.accepted)
    const { body } = await fetchText(`${server.url}/metrics`)
    expect(body).toMatch(/firefly_ingest_events_dry_run_total\{project="default",dialect="native"\} 4/)
    line.stop()
  })

  test('whoever watches one project sees nothing of another, and a write key may not watch', async () => {
    const made = await post<{ keys: { kind: string; token: string }[] }>(
      server,
      '/v1/projects',
      { id: 'bank' },
      bearer(server.secretKey),
    )
    const secret = made.body.keys.find(({ kind }) => kind === 'secret')?.token ?? ''
    const theirs = await follow(server, secret)
    const ours = await follow(server)
    await send(server, [order({ total: 31 })], WATCHED)
    await send({ ...server, writeKey: secret }, [order({ total: 32 })], WATCHED)
    await theirs.until(({ properties }) => properties['total'] === 32)
    await ours.until(({ properties }) => properties['total'] === 31)
    expect(theirs.events).toHaveLength(1)
    expect(ours.events.some(({ properties }) => properties['total'] === 32)).toBe(false)
    await expect(follow(server, server.writeKey)).rejects.toThrow('403')
    for (const line of [theirs, ours]) line.stop()
  })
})

const kafka = findKafka((line) => console.error(line))
describe('over brokers', () => {
  if ('missing' in kafka) {
    console.warn(`NOT RUN: debugging over Kafka — ${kafka.missing}`)
    test.skip(`debugging over Kafka (${kafka.missing})`, () => undefined)
    return
  }
  test('what one process collects is watched in another, at once and for some minutes', async () => {
    const folder = mkdtempSync(`${tmpdir()}/firefly-kafka-`)
    const cluster = await startCluster({ kafka, folder })
    const data = emptyFolder()
    const settings = {
      FIREFLY_LOG_URL: `kafka://${cluster.addresses}/debugged?partitions=2`,
      FIREFLY_WRITE_KEY: 'write-key-of-the-debugging-test',
      FIREFLY_SECRET_KEY: 'secret-key-of-the-debugging-test',
    }
    const running: Running[] = []
    try {
      for (const roles of ['processors,query', 'ingest'])
        running.push(await launch(data, { ...settings, FIREFLY_ROLES: roles }))
      await watchFromAfar(running as [Running, Running])
    } finally {
      await Promise.all(running.map((one) => one.stop()))
      await cluster.stop()
      await Promise.all([folder, data].map((path) => rm(path, { recursive: true })))
    }
  })
})

async function watchFromAfar([asked, collecting]: [Running, Running]): Promise<void> {
  expect((await put(asked, '/v1/plan', PLAN)).status).toBe(200)
  const early = await follow(asked)
  // The other process follows a new plan within a second or two.
  for (let isFollowed = false; !isFollowed; ) {
    await send(collecting, [order({ total: 'x' })], { 'x-firefly-debug': 'dry-run' })
    await sleep(200)
    isFollowed = early.events.some(({ violations }) => violations.some(({ code }) => code === 'wrong_type'))
  }
  await send(collecting, [order({ total: 1 }, { messageId: 'stored' })], WATCHED)
  const stored = await early.until(({ messageId }) => messageId === 'stored')
  expect(stored).toMatchObject({ verdict: 'accepted', dryRun: false, violations: [] })
  const late = await follow(asked)
  await late.until(({ messageId }) => messageId === 'stored')
  expect(late.events.map(({ id }) => id)).toEqual(early.events.map(({ id }) => id))
  await expect.poll(async () => (await status(asked)).stored, { timeout: 60_000 }).toBe(1)
  for (const line of [early, late]) line.stop()
}

const fetchText = async (url: string): Promise<{ body: string }> => ({
  body: await (await fetch(url)).text(),
})
