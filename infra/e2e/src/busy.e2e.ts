/** While heavy questions run without a pause, everything that is sent is acknowledged and can soon be asked for. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answered, bearer, comingBack, drained, post, sendBatch, status } from './client.ts'
import { launch, type Running } from './launch.ts'

let server: Running
beforeAll(async () => {
  server = await launch()
})
afterAll(async () => {
  await server.stop('SIGKILL')
})

const EVENTS = ['$pageview', 'Product Added', 'Checkout Started', 'Order Completed']
const ASKERS = 8
const DAY = 86_400_000
const JANUARY = Date.UTC(2026, 0, 1)
const history = (batch: number): object[] =>
  Array.from({ length: 1_000 }, (_, at) => ({
    type: 'track',
    event: EVENTS[(at * 7 + batch) % EVENTS.length],
    userId: `user ${(at * 31 + batch) % 500}`,
    timestamp: new Date(JANUARY + ((at * 97 + batch * 13) % 1_000) * 0.03 * DAY).toISOString(),
    properties: { total: at, note: `order ${at} of ${batch}` },
  }))

const range = { from: '2026-01-01', to: '2026-01-31', cache: false }
const steps = [...EVENTS, ...EVENTS].map((event) => ({ event }))
/** One of a kind that reads everything, keeps much, and searches text. */
const HEAVY = [
  { kind: 'funnel', ...range, steps, order: 'unordered', breakdown: { property: 'note', limit: 1_000 } },
  { kind: 'path', ...range, by: 'note', steps: 20, limit: 1_000, sessionGap: 100_000 },
  {
    kind: 'trend',
    ...range,
    interval: 'hour',
    series: [{ math: 'p99', property: 'total' }],
    filters: [{ property: 'note', operator: 'matches', value: '(a|b|o).*(r|d|e)+.*[0-9]{1,9}$' }],
  },
  { kind: 'explain', ...range, series: {}, properties: ['note', 'total'] },
]

test('nothing is refused, lost or kept waiting until the questions are over', async () => {
  for (let batch = 0; batch < 20; batch++)
    await taken(() => post(server, '/v1/import', { batch: history(batch) }, bearer(server.secretKey)))
  await drained(server, 20_000)

  const over = new AbortController()
  let [begun, answered] = [0, 0]
  const troubles: string[] = []
  const asker = async (which: number): Promise<void> => {
    while (!over.signal.aborted) {
      begun++
      const { status: code, body } = await post(
        server,
        '/v1/query',
        HEAVY[which % HEAVY.length],
        bearer(server.secretKey),
      )
      // Where too many wait it is told to come back; no question fails.
      if (![200, 503].includes(code)) troubles.push(`${code} ${JSON.stringify(body)}`)
      if (code === 200) answered++
    }
  }
  const asking = Promise.all(
    Array.from({ length: ASKERS }, (_, which) =>
      asker(which).catch((error: unknown) => troubles.push(String(error))),
    ),
  )
  try {
    await sendAndSee()
  } finally {
    over.abort()
    await asking
  }
  expect(troubles).toEqual([])
  expect(begun).toBeGreaterThan(ASKERS)
  expect(answered).toBeGreaterThan(0)
})

/** Resolves once all of it can be asked for. */
async function sendAndSee(): Promise<void> {
  for (let sent = 0; sent < 60; sent++) {
    const batch = Array.from({ length: 20 }, (_, at) => ({
      type: 'track',
      event: 'While Busy',
      userId: `u${at}`,
      messageId: `busy-${sent}-${at}`,
    }))
    await taken(() => sendBatch(server, batch))
  }
  // Stored while the questions still run: they end only once this was seen.
  await drained(server, 20_000 + 1_200)
  const { stored, quarantined } = await status(server)
  expect([stored, quarantined]).toEqual([21_200, 0])
  const seen = { kind: 'trend', from: day(-1), to: day(1), series: [{ event: 'While Busy' }] }
  const answer = await post(server, '/v1/query', seen, bearer(server.secretKey))
  expect(answer.body).toMatchObject({ result: { series: [{ total: 1_200 }] } })
}

/** A day before and one behind, should it be midnight meanwhile. */
const day = (from: number): string => new Date(Date.now() + from * DAY).toISOString().slice(0, 10)

async function taken(send: () => Promise<Answered<object>>): Promise<void> {
  const { status: code, body } = await comingBack(send)
  expect([code, body]).toMatchObject([200, { rejected: [] }])
}
