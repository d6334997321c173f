import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Addressed, createSender } from './sender.ts'

const record = (partition: number, value: string): Addressed => ({
  partition,
  key: '',
  events: 1,
  value: Buffer.from(value),
})

/** A broker that keeps what it gets, and can refuse. */
function broker(refuses: (batch: number) => boolean = () => false) {
  const partitions = new Map<number, string[]>()
  let [batches, underWay, most] = [0, 0, 0]
  const write = async (records: readonly Addressed[]): Promise<Map<number, number>> => {
    most = Math.max(most, ++underWay)
    await new Promise(setImmediate)
    underWay--
    if (refuses(batches++)) throw new Error('refused')
    const first = new Map<number, number>()
    for (const { partition, value } of records) {
      const stored = partitions.get(partition) ?? []
      if (!first.has(partition)) first.set(partition, stored.length)
      partitions.set(partition, [...stored, Buffer.from(value).toString()])
    }
    return first
  }
  return { write, partitions, batches: () => batches, most: () => most }
}

test('each record is told the offset at which it lies, in the order in which it was sent', async () => {
  const lane = fc.array(fc.tuple(fc.nat(3), fc.string({ minLength: 1, maxLength: 20 })), { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(lane, fc.integer({ min: 1, max: 60 }), async (sent, maxBytes) => {
      const { write, partitions, most } = broker()
      const sender = createSender(write, { maxBatchBytes: maxBytes, patienceMs: 1_000 })
      const offsets = await Promise.all(sent.map(([at, value]) => sender.send(record(at, value))))
      for (const [n, [at, value]] of sent.entries())
        expect(partitions.get(at)?.[offsets[n] as number]).toBe(value)
      for (const [at, stored] of partitions)
        expect(stored).toEqual(sent.filter(([to]) => to === at).map(([, value]) => value))
      expect(most()).toBeLessThanOrEqual(1)
    }),
  )
})

test('what comes while a request is under way travels together in the next', async () => {
  const { write, batches } = broker()
  const sender = createSender(write, { maxBatchBytes: 1_000, patienceMs: 1_000 })
  await Promise.all(Array.from({ length: 50 }, (_, n) => sender.send(record(0, `${n}`))))
  expect(batches()).toBe(1)
})

test('a refused batch is told to those whose records were in it, and to nobody else', async () => {
  const { write } = broker((batch) => batch === 1)
  const sender = createSender(write, { maxBatchBytes: 1, patienceMs: 1_000 })
  const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((value) => sender.send(record(0, value))))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

test('a record that nobody acknowledges is given up in time, and is not sent after that', async () => {
  const sent: string[] = []
  let answer = (): void => undefined
  const write = async (records: readonly Addressed[]): Promise<Map<number, number>> => {
    sent.push(...records.map(({ value }) => Buffer.from(value).toString()))
    await new Promise<void>((resolve) => (answer = resolve))
    return new Map([[0, 0]])
  }
  const sender = createSender(write, { maxBatchBytes: 1, patienceMs: 50 })
  const outcomes = await Promise.allSettled(
    ['under way', 'waiting'].map((value) => sender.send(record(0, value))),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  answer()
  await new Promise(setImmediate)
  const later = sender.send(record(0, 'later'))
  await expect.poll(() => sent).toEqual(['under way', 'later'])
  answer()
  expect(await later).toBe(0)
})
