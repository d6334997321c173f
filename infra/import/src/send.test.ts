/** Sending: what may be tried again is, what may not is told, and nothing is taken for an answer that is none. */
import { afterEach, expect, test } from 'vitest'
import { type Answer, type Collector, startCollector } from './collector.ts'
import { sendBatch } from './send.ts'

const EVENTS = ['{"messageId":"a"}', '{"messageId":"b"}']
let collector: Collector | undefined
afterEach(() => collector?.close())

/** Sends to a server that answers so, and keeps the waits instead of waiting. */
async function send(...answers: Answer[]): Promise<{ rejected: unknown; waits: number[] }> {
  collector = await startCollector((nth) => answers[nth])
  const waits: number[] = []
  const wait = async (milliseconds: number): Promise<void> => void waits.push(milliseconds)
  return { rejected: await sendBatch(EVENTS, { host: collector.host, key: 'secret', wait }), waits }
}
const refused = (status: number, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: { code: 'x', message: 'the reason' },
})

test('a batch is sent as gzip with the key as bearer token', async () => {
  expect(await send()).toEqual({ rejected: [], waits: [] })
  expect(collector?.taken[0]).toMatchObject({
    events: [{ messageId: 'a' }, { messageId: 'b' }],
    headers: {
      authorization: 'Bearer secret',
      'content-encoding': 'gzip',
      'content-type': 'application/json',
    },
  })
})

test('overload, failure and a lost line are tried again until the batch is taken', async () => {
  const { waits } = await send(refused(429), refused(503), 'hang up', refused(500))
  expect(waits).toHaveLength(4)
  expect(collector?.taken).toHaveLength(1)
})

test('the server says how long to wait, in seconds or as a date, and is not believed for ever', async () => {
  const soon = new Date(Date.now() + 20_000).toUTCString()
  const { waits } = await send(
    refused(503, { 'retry-after': '7' }),
    refused(429, { 'retry-after': soon }),
    refused(429, { 'retry-after': '86400' }),
    refused(429, { 'retry-after': 'soon' }),
  )
  expect(waits[0]).toBe(7_000)
  expect(waits[1]).toBeGreaterThan(10_000)
  expect(waits[1]).toBeLessThanOrEqual(20_000)
  expect(waits[2]).toBe(60_000)
  expect(waits[3]).toBeLessThanOrEqual(2_000)
})

test('waits without such a word grow, and end', async () => {
  const failing = send(...Array.from({ length: 20 }, () => refused(503)))
  await expect(failing).rejects.toThrow(/in 10 tries, the last: 503 the reason/)
})

test('a batch of which all is rejected is an answer, not a failure', async () => {
  const rejected = [{ index: 0, code: 'invalid_event', message: 'm' }]
  expect((await send({ status: 400, body: { accepted: 0, rejected } })).rejected).toEqual(rejected)
})

test('a refusal that no retry can change stops at once, with the reason', async () => {
  for (const status of [400, 401, 403, 404, 413]) {
    await expect(send(refused(status))).rejects.toThrow(`refused a batch: ${status} the reason`)
    await collector?.close()
  }
})

test('a page that is no answer of Firefly is not taken for one', async () => {
  await expect(send({ status: 200, body: '<html>Welcome</html>' })).rejects.toThrow(/is this Firefly\?/)
})

test('nobody there is told with the reason of the system', async () => {
  const { host, close } = await startCollector()
  await close()
  await expect(sendBatch(EVENTS, { host, key: 'k', wait: async () => undefined })).rejects.toThrow(
    /ECONNREFUSED/,
  )
})
