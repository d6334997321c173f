/** The door under attack: it answers the good, refuses the rest, and stays what it was. */
import { existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, bearer, comingBack, drained, post, sendBatch, status } from './client.ts'
import { type Draw, hostileBody } from './edge/bodies.ts'
import { growth } from './edge/memory.ts'
import { hold, SLOW_HEAD } from './edge/sockets.ts'
import { emptyFolder, launch, type Running } from './launch.ts'

let server: Running
beforeAll(async () => {
  server = await launch()
})
afterAll(() => server.stop())

const BODIES = 10_000
const SENDERS = 16
/** 64 is what is promised; how far the collector of garbage is behind differs from run to run. */
const MOST_MEGABYTES = 128
const range = { from: '2020-01-01', to: '2099-12-31' }

/** Park and Miller: the same bodies in every run. */
function drawing(seed: number): Draw {
  let state = seed
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

async function count(event: string): Promise<number> {
  await drained(server)
  const answer = await ask(server, { kind: 'trend', ...range, interval: 'month', series: [{ event }] })
  return answer.result.series[0]?.total ?? 0
}

test(`${BODIES} broken bodies are refused one by one, and every good event among them is kept`, async () => {
  const draw = drawing(20_260_101)
  const statuses = new Map<string, number>()
  let [next, kept] = [0, 0]
  const sender = async (): Promise<void> => {
    while (next < BODIES) {
      const { way, bytes, headers, keeps } = hostileBody(`kept-${next++}`, draw)
      const sent = { ...bearer(server.writeKey), ...headers }
      const answer = await comingBack(() => post(server, '/v1/batch', bytes, sent))
      const key = `${way}: ${answer.status}`
      statuses.set(key, (statuses.get(key) ?? 0) + 1)
      if (answer.status >= 500) throw new Error(`${key} ${JSON.stringify(answer.body)}`)
      if (keeps) expect([way, answer.status]).toEqual([way, 200])
      if (answer.status === 200 && /\bkept-/.test(bytes.toString('latin1'))) kept++
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, sender))
  expect(kept).toBeGreaterThan(BODIES / 4)
  expect(await count('Kept')).toBe(kept)
  expect((await status(server)).quarantined).toBe(0)
})

const seesMemory = existsSync('/proc/self/status')
if (!seesMemory) console.info('NOT RUN: memory of the server under bombs — this system has no /proc')

describe.skipIf(!seesMemory)('with the memory of the server in sight', () => {
  let door: Running
  beforeAll(async () => {
    // Without the engine, for what that allocates meanwhile is not the door's.
    const keys = { FIREFLY_WRITE_KEY: 'write-key-of-bombs', FIREFLY_SECRET_KEY: 'secret-key-of-bombs' }
    door = await launch(emptyFolder(), { ...keys, FIREFLY_ROLES: 'ingest' })
  })
  afterAll(() => door.stop())

  const bomb = gzipSync(Buffer.alloc(128 * 1024 * 1024))
  // The length it claims for itself is the last thing in it.
  const lying = Buffer.concat([bomb.subarray(0, -4), Buffer.from([1, 0, 0, 0])])
  test.each([
    ['that say how large they are', bomb],
    ['that lie about it', lying],
  ])(
    'two hundred bombs at once %s are told that they are too large, and cost little',
    async (kind, bytes) => {
      const headers = { ...bearer(door.writeKey), 'content-encoding': 'gzip' }
      const { result, megabytes } = await growth(door.process.pid ?? 0, () =>
        Promise.all(Array.from({ length: 200 }, () => post(door, '/v1/batch', bytes, headers))),
      )
      expect(new Set(result.map((answer) => answer.status))).toEqual(new Set([413]))
      console.info(`200 bombs of 128 MB ${kind}: ${megabytes.toFixed(0)} MB more at most`)
      expect(megabytes).toBeLessThan(MOST_MEGABYTES)
    },
  )
})

test('a bomb without a key is not even unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024))
  const headers = { ...bearer('nobody'), 'content-encoding': 'gzip' }
  expect((await post(server, '/v1/batch', bomb, headers)).status).toBe(401)
})

const sendGood = async (n: number): Promise<void> => {
  const sent = await sendBatch(server, [{ type: 'track', event: 'Beside', anonymousId: `edge-${n}` }])
  expect(sent.status).toBe(200)
}
const [SLOW, SILENT, GOOD] = [2_000, 5_000, 300]

test('a flood of requests with headers as large as they may be and larger is refused, and good ones beside it are taken', async () => {
  const flood = async (bytes: number): Promise<number> => {
    const headers = { ...bearer('nobody'), 'x-flood': 'x'.repeat(bytes) }
    const sending = fetch(`${server.url}/v1/batch`, { method: 'POST', headers, body: '{}' })
    // The server hangs up on heads that are too large, sometimes before its words were read.
    return sending.then(async (answer) => (await answer.arrayBuffer(), answer.status)).catch(() => 431)
  }
  const before = await count('Beside')
  const statuses = Array.from({ length: GOOD }, (_, n) => flood((n % 2 ? 15 : 17) * 1024))
  for (let n = 0; n < GOOD / 3; n++) await sendGood(n)
  expect(new Set(await Promise.all(statuses))).toEqual(new Set([401, 431]))
  expect(await count('Beside')).toBe(before + GOOD / 3)
})

test(`${SLOW} slow and ${SILENT} silent connections keep nobody else out`, async () => {
  const before = await count('Beside')
  const slow = await hold(server.url, SLOW, { drip: { first: SLOW_HEAD, everyMs: 500 } })
  const silent = await hold(server.url, SILENT)
  for (let n = 0; n < GOOD; n++) await sendGood(n)
  console.info(`${slow.open()} slow and ${silent.open()} silent connections beside ${GOOD} good requests`)
  slow.release()
  silent.release()
  expect(await count('Beside')).toBe(before + GOOD)
})
