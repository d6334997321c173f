/** Two tenants in one Firefly, as their owners and whoever runs it use it: made, kept apart, limited, revoked, written down. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answered, bearer, drained, post, request, sendBatch } from './client.ts'
import { launch, type Running } from './launch.ts'

type Tenant = { id: string; write: string; secret: string }
interface Made {
  project: { id: string; timezone: string | null; settings: object }
  keys: { id: string; kind: string; token: string }[]
}

let server: Running
const tenants: Tenant[] = []
beforeAll(async () => {
  server = await launch()
  for (const id of ['shop', 'bank']) tenants.push(await make(id))
  for (const tenant of tenants) {
    const batch = [1, 2].map((n) => ({
      type: 'track',
      event: `Seen by ${tenant.id}`,
      userId: `${tenant.id}-user`,
      messageId: `${tenant.id}-${n}`,
      timestamp: '2026-01-15T12:00:00Z',
      properties: { owner: tenant.id },
    }))
    const sent = await sendBatch({ ...server, writeKey: tenant.write }, batch)
    expect(sent.body).toEqual({ accepted: 2, rejected: [] })
  }
  await drained(server, 4)
})
afterAll(() => server.stop())

async function make(id: string, more: object = {}): Promise<Tenant> {
  const made = await post<Made>(server, '/v1/projects', { id, ...more }, bearer(server.secretKey))
  expect(made.status).toBe(201)
  const tokenOf = (kind: string): string => made.body.keys.find((key) => key.kind === kind)?.token ?? ''
  return { id, write: tokenOf('write'), secret: tokenOf('secret') }
}
const get = <Body>(path: string, key: string): Promise<Answered<Body>> =>
  request<Body>(`${server.url}${path}`, { headers: bearer(key) })
const send = <Body>(method: string, path: string, key: string, body?: object): Promise<Answered<Body>> =>
  request<Body>(`${server.url}${path}`, {
    method,
    headers: { ...bearer(key), 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
const january = { from: '2026-01-01', to: '2026-01-31' }
const newKey = async (project: string, kind: string): Promise<{ id: string; token: string }> =>
  (
    await post<{ id: string; token: string }>(
      server,
      `/v1/projects/${project}/keys`,
      { kind },
      bearer(server.secretKey),
    )
  ).body

test('whatever a tenant asks, and wherever, it sees its own events and none of the other’s', async () => {
  for (const [own, other] of [tenants, tenants.toReversed()] as [Tenant, Tenant][]) {
    const read = await newKey(own.id, 'read')
    for (const key of [own.secret, read.token]) {
      const series = [{ event: `Seen by ${own.id}` }, { event: `Seen by ${other.id}` }, {}]
      const trend = await post<{ result: { series: { total: number }[] } }>(
        server,
        '/v1/query',
        { kind: 'trend', ...january, series },
        bearer(key),
      )
      // An event that the project never had may be refused by name; it is certainly not counted.
      if (trend.status === 200) expect(trend.body.result.series.map(({ total }) => total)).toEqual([2, 0, 2])
      else expect(trend.status).toBe(400)
      expect((await get(`/v1/users/${own.id}-user`, key)).status).toBe(200)
      expect((await get(`/v1/users/${other.id}-user`, key)).status).toBe(404)
      const answers = [
        await get('/v1/catalog/events', key),
        await get('/v1/catalog/values?property=owner', key),
        await get(`/v1/users/${own.id}-user/events`, key),
      ]
      const exported = await fetch(`${server.url}/v1/export?format=ndjson`, {
        method: 'POST',
        headers: { ...bearer(key), 'content-type': 'application/json' },
        body: JSON.stringify(january),
      })
      const seen = JSON.stringify(answers.map(({ body }) => body)) + (await exported.text())
      expect([exported.status, seen.includes(own.id), seen.includes(other.id)]).toEqual([200, true, false])
    }
    expect((await get('/v1/quarantine', read.token)).status).toBe(403)
    expect((await get('/v1/quarantine', own.secret)).body).toEqual({ quarantined: [] })
    for (const overall of ['/v1/status', '/v1/audit'])
      expect((await get(overall, own.secret)).status).toBe(403)
    for (const path of [
      `/v1/projects/${other.id}`,
      `/v1/projects/${other.id}/keys`,
      `/v1/audit-trail?project=${other.id}`,
    ])
      expect([path, (await get(path, own.secret)).status]).toEqual([path, 403])
    const listed = await get<{ projects: { id: string }[] }>('/v1/projects', own.secret)
    expect(listed.body.projects.map(({ id }) => id)).toEqual([own.id])
    expect((await post(server, '/v1/projects', { id: 'mine' }, bearer(own.secret))).status).toBe(403)
  }
})

test('who watches a project live sees its events alone', async () => {
  const [shop, bank] = tenants as [Tenant, Tenant]
  const stop = new AbortController()
  const watched = await fetch(`${server.url}/v1/live?key=${shop.secret}`, { signal: stop.signal })
  const event = (tenant: Tenant) => ({ type: 'track', event: `Live ${tenant.id}`, anonymousId: 'a' })
  await sendBatch({ ...server, writeKey: bank.write }, [event(bank)])
  await sendBatch({ ...server, writeKey: shop.write }, [event(shop)])
  let seen = ''
  const decoder = new TextDecoder()
  for await (const chunk of watched.body ?? [])
    if ((seen += decoder.decode(chunk)).includes('Live shop')) break
  stop.abort()
  expect(seen).not.toContain('Live bank')
})

test('a key that was made works at once, and one that was revoked within five seconds no longer', async () => {
  const key = await newKey('shop', 'write')
  const event = [{ type: 'track', event: 'Short', anonymousId: 'a' }]
  expect((await sendBatch({ ...server, writeKey: key.token }, event)).status).toBe(200)
  expect((await send('DELETE', `/v1/projects/shop/keys/${key.id}`, server.secretKey)).status).toBe(200)
  expect((await sendBatch({ ...server, writeKey: key.token }, event)).status).toBe(401)
  expect((await send('DELETE', '/v1/projects/shop/keys/key_unknown', server.secretKey)).status).toBe(404)
})

test('a key that is replaced works beside the new one for as long as was asked', async () => {
  const old = await newKey('bank', 'read')
  const path = `/v1/projects/bank/keys/${old.id}/rotate`
  const rotated = await send<{ token: string; key: { kind: string } }>('POST', path, server.secretKey, {
    overlapSeconds: 600,
  })
  expect([rotated.status, rotated.body.key.kind]).toEqual([201, 'read'])
  for (const token of [old.token, rotated.body.token])
    expect((await get('/v1/catalog/events', token)).status).toBe(200)
})

test('nobody is locked out: the last secret key of the first project cannot be revoked', async () => {
  const { body } = await get<{ keys: { id: string; kind: string }[] }>(
    '/v1/projects/default/keys',
    server.secretKey,
  )
  const [secret] = body.keys.filter(({ kind }) => kind === 'secret')
  const refused = await send<{ code: string }>(
    'DELETE',
    `/v1/projects/default/keys/${secret?.id}`,
    server.secretKey,
  )
  expect([refused.status, refused.body.code]).toEqual([409, 'conflict'])
  expect((await get('/v1/status', server.secretKey)).status).toBe(200)
})

test('settings work as soon as they are made: the zone of questions, the quota, what is blocked', async () => {
  const tight = await make('tight', {
    timezone: 'Asia/Shanghai',
    settings: { eventsPerMinute: 1, block: { events: ['Noise'] }, ip: 'truncate' },
  })
  const as = { ...server, writeKey: tight.write }
  const batch = ['Noise', 'Good', 'Good', 'Good'].map((event) => ({
    type: 'track',
    event,
    anonymousId: 'a',
    timestamp: '2026-01-15T12:00:00Z',
  }))
  expect((await sendBatch(as, batch)).body).toEqual({
    accepted: 3,
    rejected: [],
    unwanted: { blocked_event: 1 },
  })
  const over = await sendBatch(as, batch)
  expect(over.status).toBe(429)
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0)
  await drained(server)
  const asked = { kind: 'trend', ...january, series: [{ event: 'Good' }] }
  const trend = await post<{ timezone: string }>(server, '/v1/query', asked, bearer(tight.secret))
  expect(trend.body.timezone).toBe('Asia/Shanghai')
  const events = await get<{ events: { properties: Record<string, string> }[] }>(
    '/v1/users/a/events',
    tight.secret,
  )
  expect(events.body.events[0]?.properties['$ip']).toBe('127.0.0.0')

  const changed = await send<Made['project']>('PATCH', '/v1/projects/tight', tight.secret, {
    settings: { eventsPerMinute: null, block: null },
  })
  expect(changed.body).toMatchObject({ timezone: 'Asia/Shanghai', settings: { ip: 'truncate' } })
  expect((await sendBatch(as, batch)).body).toEqual({ accepted: 4, rejected: [] })
})

test('a request that is wrong is told which field, and what was expected', async () => {
  const wrong = (body: object) =>
    post<{ issues: { path: string }[] }>(server, '/v1/projects', body, bearer(server.secretKey))
  const { status, body } = await wrong({
    id: 'Not Good',
    timezone: 'Mars/Base',
    settings: { ip: 'hash', origins: ['shop.example'], surprise: 1 },
  })
  expect(status).toBe(400)
  expect(body.issues.map(({ path }) => path).toSorted()).toEqual([
    'id',
    'settings',
    'settings.ip',
    'settings.origins.0',
    'timezone',
  ])
  expect((await wrong({ id: 'shop' })).status).toBe(409)
  expect((await post(server, '/v1/projects', '{', bearer(server.secretKey))).body).toMatchObject({
    code: 'unreadable_json',
  })
  expect((await post(server, '/v1/projects', { id: 'x' }, bearer('nobody-knows-me'))).status).toBe(401)
})

test('the audit trail tells who made, asked and exported, page after page, and never a token', async () => {
  const [shop] = tenants as [Tenant]
  const page = (path: string) =>
    get<{ deeds: { id: number; who: string; what: string; rows: number }[]; next?: number }>(
      path,
      shop.secret,
    )
  const seen: { id: number; who: string; what: string; rows: number }[] = []
  for (let next: number | undefined, first = true; first || next !== undefined; first = false) {
    const { body } = await page(
      `/v1/audit-trail?what=export&limit=1${next === undefined ? '' : `&before=${next}`}`,
    )
    seen.push(...body.deeds)
    next = body.next
  }
  expect(seen.length).toBeGreaterThanOrEqual(2)
  expect(seen.every(({ what, rows, who }) => what === 'export' && rows > 0 && who.startsWith('key_'))).toBe(
    true,
  )
  const all = await page('/v1/audit-trail?limit=1000')
  expect(all.body.deeds.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['project.create', 'key.create', 'query', 'user', 'catalog']),
  )
  expect(JSON.stringify(all.body)).not.toContain(shop.secret)
})

test('the commands do the same', () => {
  const run = (program: string, ...args: string[]) => {
    const file = fileURLToPath(new URL(`../../upkeep/dist/${program}.js`, import.meta.url))
    const env = { ...process.env, FIREFLY_DATA: server.data }
    const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { env, encoding: 'utf8' })
    return { status, text: stdout + stderr }
  }
  const at = ['--host', server.url]
  expect(run('projects', 'create', 'cli', '--timezone', 'Europe/Berlin', ...at).text).toMatch(
    /secret {2}fs_\S+ /,
  )
  expect(run('projects', 'set', 'cli', '--settings', '{"sample":0.5}', ...at).text).toContain(
    '{"sample":0.5}',
  )
  expect(run('projects', 'list', ...at).text).toMatch(/^cli {2}cli {2}Europe\/Berlin/m)
  const made = run(
    'keys',
    'create',
    'read',
    '--project',
    'cli',
    '--label',
    'for Ana',
    '--may-see',
    '2',
    ...at,
  ).text
  const id = /key_\S+/.exec(made)?.[0] ?? ''
  expect(run('keys', 'revoke', id, '--project', 'cli', ...at).text).toContain('revoked 20')
  expect(run('keys', 'list', '--project', 'cli', ...at).text).toMatch(/read .* level 2 .* revoked .* for Ana/)
  expect(run('main', 'trail', '--project', 'cli', ...at).text).toMatch(/key\.revoke[^]*project\.create/)
  const wrong = run('keys', 'create', 'master', '--project', 'cli', ...at)
  expect([wrong.status, wrong.text]).toEqual([2, expect.stringContaining('kind: ')])
  for (const program of ['projects', 'keys']) expect(run(program, '--help').status).toBe(0)
})

test('no token lies anywhere in the data folder, but the two first ones in their own file', () => {
  const known = readFileSync(`${server.data}/directory.json`, 'utf8')
  for (const { write, secret } of tenants) {
    expect(known).not.toContain(write)
    const { status } = spawnSync('grep', ['-rqF', '-e', write, '-e', secret, '--', server.data])
    expect(status).toBe(1)
  }
})
