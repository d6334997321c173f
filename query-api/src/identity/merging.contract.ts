/** Merging by hand over HTTP: reversible, written down with who and why, for the secret key alone. */
import { linkBlock } from '@firefly/clickhouse/tables/identities'
import type { MergeHistory } from '@firefly/protocol/query/merging'
import type { TrendResult } from '@firefly/protocol/results'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queryApi } from '../app.ts'
import { type Corpus, openCorpus } from '../testing/corpus.ts'

let corpus: Corpus
let app: FastifyInstance
beforeAll(async () => {
  corpus = await openCorpus({ oneIdEach: true })
  app = Fastify()
  // The key of a corpus is its own name; a read key has a dash before it.
  const find = (token: string) => ({
    project: token.replace(/^-/, ''),
    kind: token.startsWith('-') ? ('read' as const) : ('secret' as const),
    key: 'operator',
    maySee: 5,
  })
  const options = { store: corpus.store, keys: { find }, live: { subscribe: () => () => undefined } }
  await app.register(queryApi({ ...options, onEvent: () => undefined, timezone: 'UTC' }))
})
afterAll(async () => {
  await app.close()
  await corpus.close()
})

const NOON = Date.UTC(2026, 0, 10, 12)
const put = (): Promise<string> =>
  corpus.put(
    ['', 'u1', 'u2', 'u3'].map((user) => ({
      event: 'a',
      person: user,
      time: NOON,
      columns: user === '' ? { anonymous_id: 'x' } : {},
    })),
  )
const post = async (
  key: string,
  path: string,
  payload: object,
): Promise<{ status: number; body: unknown }> => {
  const answer = await app.inject({
    method: 'POST',
    url: `/v1/persons/${path}`,
    payload,
    headers: { authorization: `Bearer ${key}` },
  })
  return { status: answer.statusCode, body: answer.json<unknown>() }
}
const get = async <Body>(key: string, path: string): Promise<Body> =>
  (await app.inject({ url: `/v1/users/${path}`, headers: { authorization: `Bearer ${key}` } })).json<Body>()
const users = async (project: string): Promise<number | null | undefined> => {
  const range = { kind: 'trend' as const, from: '2026-01-10', to: '2026-01-10' }
  const { series } = await corpus.ask<TrendResult>(project, { ...range, series: [{ math: 'unique_users' }] })
  return series[0]?.total
}
const identify = (project: string, from: string, to: string): Promise<void> =>
  corpus.store.insert(
    linkBlock(
      [
        {
          project,
          kind: 'identify',
          from,
          to,
          time: NOON,
          partition: 0,
          offset: 0,
          place: 0,
          messageId: 'm1',
        },
      ],
      `${project} ${from} ${to}`,
    ),
  )

test('what was merged is one person, and two again when it is undone, for good', async () => {
  const project = await put()
  expect(await users(project)).toBe(4)
  expect(await post(project, 'merge', { from: 'u1', into: 'u2' })).toEqual({
    status: 200,
    body: { decisions: [{ kind: 'merge', from: 'u1', to: 'u2' }] },
  })
  expect(await users(project)).toBe(3)
  expect((await post(project, 'merge', { from: 'u2', into: 'u1' })).body).toEqual({ decisions: [] })
  expect((await post(project, 'unmerge', { distinctId: 'u2', otherId: 'u1' })).status).toBe(200)
  expect(await users(project)).toBe(4)
  await post(project, 'merge', { from: 'u1', into: 'u2' })
  expect(await users(project)).toBe(3)
})

test('an identify that was undone does not come back by being said again; a merge brings it back', async () => {
  const project = await put()
  await identify(project, 'x', 'u1')
  expect(await users(project)).toBe(3)
  expect((await post(project, 'unmerge', { distinctId: 'x', reason: 'a shared tablet' })).body).toEqual({
    decisions: [{ kind: 'unlink', from: 'x', to: 'u1' }],
  })
  await identify(project, 'x', 'u1')
  expect(await users(project)).toBe(4)
  await post(project, 'merge', { from: 'x', into: 'u1' })
  expect(await users(project)).toBe(3)
})

test('merging two devices merges the users behind them, and is undone by the same ids', async () => {
  const project = await put()
  await identify(project, 'x', 'u1')
  await identify(project, 'y', 'u2')
  expect((await post(project, 'merge', { from: 'x', into: 'y' })).body).toEqual({
    decisions: [{ kind: 'merge', from: 'u1', to: 'u2' }],
  })
  expect(await users(project)).toBe(2)
  await post(project, 'unmerge', { distinctId: 'x', otherId: 'y' })
  expect(await users(project)).toBe(3)
})

test('the history tells what was said, by whom and why, and whether it holds', async () => {
  const project = await put()
  await identify(project, 'x', 'u1')
  await post(project, 'merge', { from: 'u1', into: 'u2', reason: 'same e-mail' })
  await post(project, 'unmerge', { distinctId: 'x', reason: 'a shared tablet' })
  const { links } = await get<MergeHistory>(project, 'u2/merges')
  expect(links).toMatchObject([
    {
      kind: 'identify',
      from: 'x',
      to: 'u1',
      time: '2026-01-10T12:00:00.000Z',
      messageId: 'm1',
      holds: false,
    },
    { kind: 'merge', from: 'u1', to: 'u2', by: 'operator', reason: 'same e-mail', holds: true },
    { kind: 'unlink', from: 'x', to: 'u1', by: 'operator', reason: 'a shared tablet', holds: false },
  ])
  expect((await get<MergeHistory>(project, 'x/merges')).links.map(({ kind }) => kind)).toEqual([
    'identify',
    'unlink',
  ])
  expect(await get<MergeHistory>(project, 'u3/merges')).toEqual({ links: [] })
})

test('a profile and a timeline go over all ids of the person', async () => {
  const project = await put()
  await identify(project, 'x', 'u1')
  await post(project, 'merge', { from: 'u1', into: 'u2' })
  for (const id of ['x', 'u1', 'u2']) {
    expect(await get(project, id)).toMatchObject({ userIds: ['u1', 'u2'], anonymousIds: ['x'], events: 3 })
    expect(await get<{ events: unknown[] }>(project, `${id}/events`)).toMatchObject({
      events: { length: 3 },
    })
  }
})

test('only the secret key decides, and what cannot be done says why', async () => {
  const project = await put()
  expect((await post(`-${project}`, 'merge', { from: 'a', into: 'b' })).status).toBe(403)
  expect(await post(project, 'merge', { from: 'a' })).toMatchObject({
    status: 400,
    body: { issues: [{ path: 'into' }] },
  })
  expect(await post(project, 'unmerge', { distinctId: 'u1' })).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'distinctId' }] },
  })
  expect(await post(project, 'unmerge', { distinctId: 'u1', otherId: 'u2' })).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'otherId' }] },
  })
})
