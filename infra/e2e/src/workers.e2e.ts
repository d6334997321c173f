/** Several processes on one port, over a real broker: they collect, are counted, die and stop as one. */
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { findKafka } from '@firefly/kafka/availability'
import { startCluster } from '@firefly/kafka/cluster'
import { describe, expect, test } from 'vitest'
import { ask, drained, sendBatch } from './client.ts'
import { emptyFolder, launch, type Running } from './launch.ts'

const WORKERS = 3
const kafka = findKafka((line) => console.error(line))
const childrenOf = (pid: number): string => `/proc/${pid}/task/${pid}/children`

async function metric(server: Running, name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  const values = text.match(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm')) ?? []
  return values.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

/** Sends until it is acknowledged, as an SDK would: a worker that dies takes its connections with it. */
async function send(server: Running, from: number, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, n) => ({
    type: 'track',
    event: 'Kept',
    anonymousId: `device-${(from + n) % 50}`,
    messageId: `kept-${from + n}`,
    timestamp: '2026-01-15T12:00:00Z',
  }))
  const isTaken = async (): Promise<boolean> => (await sendBatch(server, events)).status === 200
  await expect.poll(() => isTaken().catch(() => false), { timeout: 60_000 }).toBe(true)
}

const SENDERS = 8
const [BATCHES_A_SENDER, EVENTS_A_BATCH] = [100, 5]

/** Sends one batch after the other until nobody answers any more; tells of each that was acknowledged. */
async function sendUntilGone(server: Running, sender: number, taken: Set<string>): Promise<void> {
  for (let n = 0; n < BATCHES_A_SENDER; n++) {
    const batch = `${sender}-${n}`
    const events = Array.from({ length: EVENTS_A_BATCH }, (_, at) => ({
      type: 'track',
      event: 'Late',
      anonymousId: `device-${sender}`,
      messageId: `late-${batch}-${at}`,
      timestamp: '2026-01-15T12:00:00Z',
      properties: { batch },
    }))
    const answer = await sendBatch(server, events).catch(() => undefined)
    if (!answer) return
    if (answer.status === 200) taken.add(batch)
  }
}

/** How many events of each batch are stored. */
async function storedOf(query: Running): Promise<Map<unknown, number>> {
  const { result } = await ask(query, {
    kind: 'trend',
    from: '2026-01-01',
    to: '2026-01-31',
    series: [{ event: 'Late' }],
    breakdown: { property: 'batch', limit: 1_000 },
  })
  return new Map(result.series.map(({ breakdown, total }) => [breakdown, total ?? 0]))
}

describe('several workers over brokers', () => {
  if ('missing' in kafka || !existsSync(childrenOf(process.pid))) {
    const missing = 'missing' in kafka ? kafka.missing : 'this system does not show whose child a process is'
    console.warn(`NOT RUN: several workers — ${missing}`)
    test.skip(`several workers (${missing})`, () => undefined)
    return
  }
  test('collect on one port, are counted as one, are replaced when they die, and told to stop under load keep what they acknowledged', async () => {
    const folder = mkdtempSync(`${tmpdir()}/firefly-kafka-`)
    const cluster = await startCluster({ kafka, folder })
    const [data, doorData] = [emptyFolder(), emptyFolder()]
    const settings = {
      FIREFLY_LOG_URL: `kafka://${cluster.addresses}/crew?partitions=4`,
      FIREFLY_WRITE_KEY: 'write-key-of-the-workers-test',
      FIREFLY_SECRET_KEY: 'secret-key-of-the-workers-test',
    }
    const running: Running[] = []
    try {
      const query = await launch(data, { ...settings, FIREFLY_ROLES: 'processors,query' })
      running.push(query)
      const crew = { FIREFLY_ROLES: 'ingest', FIREFLY_WORKERS: String(WORKERS), FIREFLY_LOG_LEVEL: 'silent' }
      const door = await launch(doorData, { ...settings, ...crew })
      running.push(door)
      expect(await metric(door, 'firefly_workers')).toBe(WORKERS)
      await Promise.all(Array.from({ length: 40 }, (_, n) => send(door, n * 10, 10)))
      expect(await metric(door, 'firefly_ingest_events_accepted_total')).toBe(400)

      const pids = readFileSync(childrenOf(door.process.pid ?? 0), 'utf8')
        .trim()
        .split(' ')
        .map(Number)
      expect(pids).toHaveLength(WORKERS)
      process.kill(pids[0] ?? 0, 'SIGKILL')
      await Promise.all(Array.from({ length: 20 }, (_, n) => send(door, 400 + n * 10, 10)))
      const isWhole = async (): Promise<boolean> =>
        (await metric(door, 'firefly_worker_restarts_total')) === 1 &&
        (await metric(door, 'firefly_workers')) === WORKERS
      await expect.poll(() => isWhole().catch(() => false), { timeout: 60_000 }).toBe(true)

      await Promise.all(Array.from({ length: 20 }, (_, n) => send(door, 600 + n * 10, 10)))
      const taken = new Set<string>()
      const sending = Array.from({ length: SENDERS }, (_, n) => sendUntilGone(door, n, taken))
      await expect.poll(() => taken.size, { timeout: 60_000 }).toBeGreaterThan(SENDERS)
      expect(await door.stop('SIGTERM')).toBe(0)
      running.pop()
      await Promise.all(sending)
      await drained(query, 800 + taken.size * EVENTS_A_BATCH)
      const stored = await storedOf(query)
      expect([...taken].filter((batch) => stored.get(batch) !== EVENTS_A_BATCH)).toEqual([])
      console.info(`${taken.size} batches were acknowledged before the workers were gone`)
      const answer = await ask(query, {
        kind: 'trend',
        from: '2026-01-01',
        to: '2026-01-31',
        series: [{ event: 'Kept' }],
      })
      expect(answer.result.series[0]?.total).toBe(800)
    } finally {
      await Promise.all(running.map((one) => one.stop()))
      await cluster.stop()
      await Promise.all([folder, data, doorData].map((path) => rm(path, { recursive: true })))
    }
  })
})
