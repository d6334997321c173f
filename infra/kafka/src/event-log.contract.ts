/** The log on a real Kafka keeps every promise of a log, and those of a consumer group. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { eventLogContract } from '@firefly/event-log/contract'
import { type Broadcast, openBroadcast } from '@firefly/event-log/broadcast'
import { openEventLog } from '@firefly/event-log/open'
import { afterAll, describe, expect, test } from 'vitest'
import { findKafka } from './availability.ts'
import { startCluster } from './cluster.ts'

const kafka = findKafka((line) => console.error(line))
if ('missing' in kafka) {
  console.warn(`NOT RUN: Kafka tier — ${kafka.missing}`)
  test.skip(`Kafka tier (${kafka.missing})`, () => undefined)
} else {
  const folder = mkdtempSync(`${tmpdir()}/firefly-kafka-`)
  const cluster = await startCluster({ kafka, folder })
  afterAll(async () => {
    await cluster.stop()
    await rm(folder, { recursive: true })
  })

  eventLogContract({
    name: 'kafka',
    newPlace: async () => randomUUID(),
    open: (place, partitions, options) =>
      openEventLog(`kafka://${cluster.addresses}/${place}?partitions=${partitions}`, options),
    skips: {},
  })

  describe('a broadcast', () => {
    test('is heard by every process in order, also by one that comes later, whoever tells', async () => {
      const url = `kafka://${cluster.addresses}/${randomUUID()}?partitions=2`
      const open = async (heard?: string[]): Promise<Broadcast> => {
        const hear = heard && ((value: Uint8Array) => void heard.push(Buffer.from(value).toString()))
        const quiet = { onDropped: () => undefined, onTrouble: () => undefined }
        const opened = await openBroadcast(url, { name: 'news', hear, ...quiet })
        if (!opened) throw new Error('expected a broadcast over Kafka')
        return opened
      }
      const [first, second]: [string[], string[]] = [[], []]
      const both = [await open(first), await open()]
      for (let n = 0; n < 50; n++) both[0]?.tell(Buffer.from(`a${n}`))
      both[1]?.tell(Buffer.from('b'))
      await expect.poll(() => first.length, { timeout: 60_000 }).toBe(51)
      expect(first.filter((word) => word !== 'b')).toEqual(Array.from({ length: 50 }, (_, n) => `a${n}`))
      const late = await open(second)
      await expect.poll(() => second.length, { timeout: 60_000 }).toBe(51)
      expect(second).toEqual(first)
      await Promise.all([...both, late].map((one) => one.close()))
    }, 180_000)
  })

  describe('three brokers', () => {
    test('lose nothing that was acknowledged when one is killed, and go on without it', async () => {
      const three = mkdtempSync(`${tmpdir()}/firefly-kafka-`)
      const large = await startCluster({ kafka, folder: three, brokers: 3 })
      const log = await openEventLog(`kafka://${large.addresses}/safe?partitions=3`)
      const append = async (n: number): Promise<number | undefined> => {
        const { outcome } = await log.append({
          key: `device-${n % 9}`,
          value: Buffer.from(`${n}`),
          events: 1,
        })
        return outcome === 'appended' ? n : undefined
      }
      const acknowledged = await Promise.all(Array.from({ length: 60 }, (_, n) => append(n)))
      await large.brokers[0]?.kill()
      // As an SDK would: again until it is acknowledged.
      for (let n = 60; n < 120; n++)
        await expect.poll(() => append(n), { timeout: 60_000, interval: 100 }).toBe(n)
      const kept = [
        ...acknowledged.filter((n) => n !== undefined),
        ...Array.from({ length: 60 }, (_, n) => 60 + n),
      ]
      const found = new Set<number>()
      const subscription = await log.subscribe('g', async (partition) => {
        for (let from = 0; ; ) {
          const records = await partition.read({ from, maxBytes: 100_000, waitMs: 2_000 })
          if (records.length === 0) return
          for (const { value } of records) found.add(Number(Buffer.from(value).toString()))
          from = (records.at(-1)?.offset ?? from) + 1
        }
      })
      await subscription.done
      expect(kept.filter((n) => !found.has(n))).toEqual([])
      await log.close()
      await large.stop()
      await rm(three, { recursive: true })
    }, 180_000)
  })

  describe('a group', () => {
    test('shares the partitions between its members, and each partition has one holder', async () => {
      const url = `kafka://${cluster.addresses}/${randomUUID()}?partitions=4`
      const members = [await openEventLog(url), await openEventLog(url)]
      const held = members.map(() => new Set<number>())
      const subscriptions = []
      for (const [at, log] of members.entries())
        subscriptions.push(
          await log.subscribe('g', async ({ id }, signal) => {
            held[at]?.add(id)
            await new Promise((resolve) => signal.addEventListener('abort', resolve))
            held[at]?.delete(id)
          }),
        )
      await expect.poll(() => held.map(({ size }) => size), { timeout: 20_000 }).toEqual([2, 2])
      expect(held.flatMap((ids) => [...ids]).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3])
      await subscriptions[0]?.stop()
      await expect.poll(() => held.map(({ size }) => size), { timeout: 20_000 }).toEqual([0, 4])
      await Promise.all(members.map((log) => log.close()))
    })
  })
}
