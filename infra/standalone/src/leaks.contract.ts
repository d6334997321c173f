/** Whatever is asked at whatever address, and whatever breaks inside meanwhile: no answer tells of our insides. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { openStore } from '@firefly/clickhouse/open'
import { openEventLog } from '@firefly/event-log/open'
import { openMetadata } from '@firefly/metadata/open'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readStandaloneConfig } from './config.ts'
import { type Standalone, startStandalone } from './standalone.ts'

const data = mkdtempSync(`${tmpdir()}/firefly-leaks-`)
const INSIDE = 'password=hunter2'
let isBroken = false
let running: Standalone

beforeAll(async () => {
  // Without the processors, which would wait for the store to come back.
  const config = readStandaloneConfig({
    FIREFLY_PORT: '0',
    FIREFLY_DATA: data,
    FIREFLY_LOG_LEVEL: 'silent',
    FIREFLY_ROLES: 'ingest,query',
  })
  running = await startStandalone(config, {
    clock: Date.now,
    openLog: async (url, options) => breakable(await openEventLog(url, options)),
    openStore: async (url, options) => breakable(await openStore(url, options)),
    openMetadata: async (url) => breakable(await openMetadata(url)),
  })
})
afterAll(async () => {
  isBroken = false
  await running.lifecycle.stop()
  rmSync(data, { recursive: true, force: true })
})

/** What a store knows without asking anybody. */
const OWN = 'writesOf'

/** The same, and while it is broken each call of it fails in words that nobody outside may read. */
const breakable = <Part extends object>(part: Part): Part =>
  new Proxy(part, {
    get(target, name, receiver) {
      const found: unknown = Reflect.get(target, name, receiver)
      if (typeof found !== 'function' || name === OWN) return found
      return (...given: unknown[]): unknown =>
        isBroken
          ? Promise.reject(new Error(`ECONNREFUSED ${INSIDE} at ${data}/store.ts:12:34`))
          : (found as (...given: unknown[]) => unknown).apply(target, given)
    },
  })

/** Frames of a stack, paths of files, names of what is thrown. */
const INSIDES =
  /hunter2|\bat .{1,200}:\d+:\d+|node_modules|node:internal|file:\/\/|\.[cm]?[jt]s:\d|\b[A-Z]\w*Error\b|\bDB::|\/firefly-leaks-/

interface Asked {
  route: string
  /** In the place of what the address leaves open. */
  part: string
  query: string
  key: 'none' | 'wrong' | 'write' | 'secret'
  type: string
  body: string
}

async function expectNothingTold({ route, part, query, key, type, body }: Asked): Promise<number> {
  const [method = 'GET', path = ''] = route.split(' ')
  const filled = path.replaceAll(/:\w+|\*/g, encodeURIComponent(part))
  const { url, keys } = running
  const token = { none: '', wrong: 'nobody', write: keys.writeKey, secret: keys.secretKey }[key]
  const gone = new AbortController()
  const answer = await fetch(`${url}${filled}${query}`, {
    method,
    redirect: 'manual',
    signal: gone.signal,
    headers: { 'content-type': type, ...(token && { authorization: `Bearer ${token}` }) },
    ...(method !== 'GET' && method !== 'HEAD' && { body }),
  })
  const said = `${[...answer.headers].join('\n')}\n${isEndless(answer) ? '' : await answer.text()}`
  gone.abort()
  // Scripts and pages are ours to show; what they hold was not made by a failure.
  const isPage = answer.ok && /html|javascript|css/.test(answer.headers.get('content-type') ?? '')
  if (!isPage) expect(said, `${route} ${answer.status}`).not.toMatch(INSIDES)
  // Whatever is sent, it is not our fault while nothing of ours is broken.
  if (!isBroken) expect(answer.status, `${route} ${said}`).not.toBe(500)
  return answer.status
}

const isEndless = (answer: Response): boolean =>
  answer.headers.get('content-type')?.startsWith('text/event-stream') ?? false

const served = (): string[] => running.served.filter((route) => !route.startsWith('OPTIONS '))

const QUESTION = '{"kind":"trend","from":"2026-01-01","to":"2026-01-02","series":[{}]}'
const JSON_TYPE = 'application/json'

test('every address, asked as it should be and while everything behind it fails', {
  timeout: 120_000,
}, async () => {
  const statuses = new Set<number>()
  for (isBroken of [false, true])
    for (const route of served())
      for (const key of ['none', 'secret'] as const)
        statuses.add(
          await expectNothingTold({ route, part: 'x', query: '', key, type: JSON_TYPE, body: QUESTION }),
        )
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 404, 500, 503]))
})

test('every address, asked as nobody should', { timeout: 120_000 }, async () => {
  const odd = fc.oneof(
    fc.constantFrom(
      '',
      '..',
      '../../etc/passwd',
      '%',
      '__proto__',
      "'; DROP TABLE events",
      '\u0000',
      'x'.repeat(3_000),
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    fc.constantFrom('{"batch":[null]}', '[', '{"a":1', '"', '\u001f\u008b'),
  )
  const asked = fc.record({
    route: fc.constantFrom(...served()),
    part: odd,
    query: fc.oneof(
      fc.constant(''),
      odd.map((text) => `?from=${encodeURIComponent(text)}&limit=${encodeURIComponent(text)}`),
    ),
    key: fc.constantFrom('none', 'wrong', 'write', 'secret'),
    type: fc.constantFrom(
      'application/json',
      'text/plain',
      'application/x-ndjson',
      'image/png',
      'multipart/form-data',
    ),
    body,
  })
  await fc.assert(
    fc.asyncProperty(asked, fc.boolean(), async (one, broken) => {
      isBroken = broken
      await expectNothingTold(one)
    }),
    { numRuns: 300 },
  )
})
