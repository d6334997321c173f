/** The export of one person on the real engine: all that is kept of them under any id, of nobody else, and of no other project. */
import { linkBlock } from '@firefly/clickhouse/tables/identities'
import { userChangeBlock } from '@firefly/clickhouse/tables/user-changes'
import { MASK } from '@firefly/protocol/plan'
import { encodeRecord } from '@firefly/protocol/record'
import type { Deed } from '@firefly/protocol/trail'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queryApi } from '../app.ts'
import { type Corpus, type Happening, openCorpus } from '../testing/corpus.ts'

let corpus: Corpus
let app: FastifyInstance
const deeds: Deed[] = []
beforeAll(async () => {
  corpus = await openCorpus({ oneIdEach: true })
  app = Fastify()
  // A key is its project, its kind and what it may see.
  const find = (token: string) => {
    const [project = '', kind, maySee] = token.split(' ')
    return { project, kind: kind as 'read' | 'secret', key: 'test', maySee: Number(maySee) }
  }
  const live = { subscribe: () => () => undefined }
  const trail = { add: (deed: Deed) => void deeds.push(deed) }
  const options = { store: corpus.store, keys: { find }, live, trail, timezone: 'UTC' }
  const levelsOf = () => new Map([['phone', 4]])
  const subjectOf = (_project: string, id: string) => `hash of ${id.length}`
  await app.register(queryApi({ ...options, onEvent: () => undefined, levelsOf, subjectOf }))
})
afterAll(async () => {
  await app.close()
  await corpus.close()
})

const NOON = Date.UTC(2026, 0, 10, 12)
const [ADA, DEVICE, EVE] = ['ada 7f3a', 'device 51c0', 'eve 88d1']
const at = (
  minute: number,
  ids: Happening['columns'],
  properties: Record<string, string> = {},
): Happening => ({
  event: 'paid',
  person: '',
  time: NOON + minute * 60_000,
  columns: { user_id: '', ...ids },
  properties,
})

async function anyProject(marker: string): Promise<string> {
  const project = await corpus.put([
    at(0, { anonymous_id: DEVICE }, { note: `${marker} before` }),
    at(1, { user_id: ADA, anonymous_id: DEVICE }, { note: `${marker} after`, phone: '139' }),
    at(2, { user_id: EVE, anonymous_id: DEVICE }, { note: `${marker} of somebody else` }),
  ])
  const place = { partition: 0, offset: 0, place: 0, messageId: '' }
  const link = { ...place, project, kind: 'identify' as const, from: DEVICE, to: ADA, time: NOON }
  await corpus.store.insert(linkBlock([link], project))
  const said = { ...place, project, kind: 'set' as const, time: NOON, anonymous: '' }
  const changes = [
    { ...said, user: ADA, name: 'plan', value: `${marker} paid` },
    { ...said, user: ADA, name: 'phone', value: '139' },
    { ...said, user: EVE, name: 'plan', value: `${marker} of somebody else` },
  ]
  await corpus.store.insert(userChangeBlock(changes, project))
  const batch = [
    { type: 'track', event: 'broken', userId: ADA, properties: { note: `${marker} aside`, phone: '139' } },
    { type: 'track', event: 'broken', userId: EVE, properties: { note: `${marker} of somebody else` } },
  ]
  const header = { project, batchId: 'b', receivedAt: NOON, shape: 'batch' as const, events: 2 }
  const record = Buffer.from(encodeRecord(header, Buffer.from(JSON.stringify({ batch })))).toString('base64')
  const columns = ['project', 'reason', 'detail', 'log_partition', 'log_offset', 'record', 'events']
  const lines = Buffer.from(`${JSON.stringify([project, 'plan_violated', '', 0, 1, record, 2])}\n`)
  await corpus.store.insert({ table: 'quarantine', columns, lines, token: `aside ${project}` })
  return project
}

async function exported(project: string, distinctId: string, key = 'secret 5') {
  const headers = { authorization: `Bearer ${project} ${key}` }
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/persons/export',
    headers,
    payload: { distinctId },
  })
  const lines = answer.statusCode === 200 ? answer.body.trim().split('\n') : []
  return {
    status: answer.statusCode,
    body: answer.body,
    lines: lines.map((line) => JSON.parse(line) as Line),
  }
}
type Line = Record<string, unknown>
const of = (lines: Line[], kind: string): Line[] => lines.filter((line) => line['kind'] === kind)

test('has ids, links, words, profile, events and what was set aside, whichever id is asked for', async () => {
  const project = await anyProject('ours')
  for (const id of [ADA, DEVICE]) {
    const { status, lines, body } = await exported(project, id)
    expect(status).toBe(200)
    expect(new Set(of(lines, 'id').map((line) => line['id']))).toEqual(new Set([ADA, DEVICE]))
    expect(of(lines, 'link')).toMatchObject([{ said: 'identify', from: DEVICE, to: ADA, holds: true }])
    expect(of(lines, 'change').map(({ property, value }) => [property, value])).toEqual([
      ['phone', '139'],
      ['plan', 'ours paid'],
    ])
    expect(of(lines, 'profile')).toMatchObject([{ userIds: [ADA], traits: { plan: 'ours paid' } }])
    expect(of(lines, 'event').map((line) => (line['properties'] as Line)['note'])).toEqual([
      'ours before',
      'ours after',
    ])
    expect(of(lines, 'quarantined')).toMatchObject([{ reason: 'plan_violated', event: { userId: ADA } }])
    expect(lines.at(0)).toMatchObject({ kind: 'head', project, masked: [] })
    expect(lines.at(-1)).toEqual({ kind: 'end', ids: 2, events: 2, quarantined: 1 })
    expect(body).not.toContain('somebody else')
    expect(body).not.toContain(EVE)
  }
})

test('of another project there is nothing, though the same person is known there; of nobody there is nothing at all', async () => {
  const [ours] = [await anyProject('ours'), await anyProject('theirs')]
  expect((await exported(ours, ADA)).body).not.toContain('theirs')
  expect(await exported(ours, 'nobody')).toMatchObject({ status: 404 })
})

test('needs the secret key, and masks what that key may not see', async () => {
  const project = await anyProject('ours')
  expect(await exported(project, ADA, 'read 5')).toMatchObject({ status: 403 })
  const { body, lines } = await exported(project, ADA, 'secret 3')
  expect(lines.at(0)).toMatchObject({ masked: ['phone'] })
  expect(body).toContain(MASK)
  expect(body).not.toContain('139"')
})

test('is written down with who, whom by a hash, and how many lines', async () => {
  const project = await anyProject('ours')
  deeds.length = 0
  const { lines } = await exported(project, ADA)
  await expect.poll(() => deeds).toHaveLength(1)
  expect(deeds[0]).toMatchObject({
    who: 'test',
    project,
    what: 'person.export',
    rows: lines.length,
    detail: { subject: `hash of ${ADA.length}` },
  })
  expect(JSON.stringify(deeds)).not.toContain(ADA)
})
