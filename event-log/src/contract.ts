/** The promises every log keeps, run against each adapter by its own `*.contract.ts`. */
import { describe, expect, test } from 'vitest'
import type { OpenLogOptions } from './open.ts'
import type { EventLog, LogRecord, Partition, Position } from './port.ts'

/** An adapter under test: `open` on the same `place` finds the same log again. */
export interface Adapter {
  name: string
  newPlace: () => Promise<string>
  open: (place: string, partitions: number, options?: OpenLogOptions) => Promise<EventLog>
  /** Promises this adapter cannot keep, each with its reason. */
  skips: Record<string, string>
}

const text = (record: LogRecord): string => Buffer.from(record.value).toString()
const append = (log: EventLog, key: string, value: string, events = 1) =>
  log.append({ key, value: Buffer.from(value), events })

/** Reads everything there is in each partition from its committed position, and hands it over. */
async function readAll(
  log: EventLog,
  group: string,
  commit?: (last: LogRecord) => Position,
): Promise<Map<number, LogRecord[]>> {
  const found = new Map<number, LogRecord[]>()
  const subscription = await log.subscribe(group, async (partition) => {
    let { offset } = await partition.position()
    const records: LogRecord[] = []
    for (;;) {
      const more = await partition.read({ from: offset, maxBytes: 1_000, waitMs: 300 })
      if (more.length === 0) break
      records.push(...more)
      offset = (more.at(-1)?.offset ?? offset) + 1
    }
    const last = records.at(-1)
    if (commit && last) await partition.commit(commit(last))
    found.set(partition.id, records)
  })
  await subscription.done
  await subscription.stop()
  return found
}
const done =
  (note = '') =>
  (last: LogRecord): Position => ({ offset: last.offset + 1, note })
const texts = (found: Map<number, LogRecord[]>): string[] => [...found.values()].flat().map(text)

export function eventLogContract(adapter: Adapter): void {
  const promise = (name: string, run: (place: string) => Promise<void>): void => {
    const reason = adapter.skips[name]
    if (reason !== undefined) console.warn(`NOT RUN: ${adapter.name} log, "${name}" — ${reason}`)
    test.skipIf(reason !== undefined)(name, async () => run(await adapter.newPlace()))
  }
  const { open } = adapter

  describe(`${adapter.name} log`, () => {
    promise('records of one key come back in the order in which they were appended', async (place) => {
      const log = await open(place, 4)
      const all = Array.from({ length: 200 }, (_, n) => append(log, `device-${n % 10}`, `${n % 10}:${n}`))
      expect((await Promise.all(all)).every(({ outcome }) => outcome === 'appended')).toBe(true)
      const found = texts(await readAll(log, 'g'))
      expect(found).toHaveLength(200)
      for (let key = 0; key < 10; key++) {
        const own = found
          .filter((value) => value.startsWith(`${key}:`))
          .map((value) => Number(value.split(':')[1]))
        expect(own).toEqual(own.toSorted((a, b) => a - b))
      }
      await log.close()
    })

    promise('what was acknowledged is there when the log is opened again', async (place) => {
      const first = await open(place, 2)
      await Promise.all(Array.from({ length: 50 }, (_, n) => append(first, `${n}`, `${n}`)))
      await first.close()
      const second = await open(place, 2)
      expect(texts(await readAll(second, 'g')).toSorted()).toEqual(
        Array.from({ length: 50 }, (_, n) => `${n}`).toSorted(),
      )
      await second.close()
    })

    promise('a group goes on where it committed, with the note it left there', async (place) => {
      const first = await open(place, 1)
      for (const value of ['a', 'b', 'c']) await append(first, 'k', value)
      await readAll(first, 'g', ({ offset }) => ({ offset: offset - 1, note: 'intent:3' }))
      await first.close()
      const second = await open(place, 1)
      const seen: { position: Position; values: string[] }[] = []
      const subscription = await second.subscribe('g', async (partition) => {
        const position = await partition.position()
        const records = await partition.read({ from: position.offset, maxBytes: 1_000, waitMs: 2_000 })
        seen.push({ position, values: records.map(text) })
      })
      await subscription.done
      expect(seen).toEqual([{ position: { offset: 1, note: 'intent:3' }, values: ['b', 'c'] }])
      await second.close()
    })

    promise('what was not committed is delivered again, and to other groups as well', async (place) => {
      const log = await open(place, 1)
      await append(log, 'k', 'a')
      expect(texts(await readAll(log, 'g'))).toEqual(['a'])
      expect(texts(await readAll(log, 'g', done()))).toEqual(['a'])
      expect(texts(await readAll(log, 'g'))).toEqual([])
      expect(texts(await readAll(log, 'other'))).toEqual(['a'])
      await log.close()
    })

    promise('a range with an end is read to that end and no further', async (place) => {
      const log = await open(place, 1)
      for (let n = 0; n < 10; n++) await append(log, 'k', `${n}`)
      const subscription = await log.subscribe('g', async (partition: Partition) => {
        const records = await partition.read({ from: 2, until: 5, maxBytes: 1_000_000, waitMs: 2_000 })
        expect(records.map(({ offset }) => offset)).toEqual([2, 3, 4])
        const one = await partition.read({ from: 2, maxBytes: 1, waitMs: 2_000 })
        expect(one.map(text)).toEqual(['2'])
      })
      await subscription.done
      await log.close()
    })

    promise('a waiting reader is woken by the next append', async (place) => {
      const log = await open(place, 1)
      const subscription = await log.subscribe('g', async (partition) => {
        const started = performance.now()
        const records = await partition.read({ from: 0, maxBytes: 1_000, waitMs: 20_000 })
        expect(records.map(text)).toEqual(['late'])
        expect(performance.now() - started).toBeLessThan(15_000)
      })
      await new Promise((resolve) => setTimeout(resolve, 100))
      await append(log, 'k', 'late')
      await subscription.done
      await log.close()
    })

    promise('the positions of a group are told without holding its partitions', async (place) => {
      const log = await open(place, 2)
      expect(await log.positions('g')).toEqual([
        { offset: 0, note: '' },
        { offset: 0, note: '' },
      ])
      const subscription = await log.subscribe('g', ({ commit, id }) =>
        commit({ offset: id, note: `n${id}` }),
      )
      await subscription.done
      expect(await log.positions('g')).toEqual([
        { offset: 0, note: 'n0' },
        { offset: 1, note: 'n1' },
      ])
      await log.close()
    })

    promise(
      'lag counts the records and events that are not committed yet, and how old the oldest is',
      async (place) => {
        const log = await open(place, 2)
        expect(await log.lag('g')).toEqual({ records: 0, events: 0 })
        const before = Date.now()
        for (const [key, events] of [
          ['a', 3],
          ['b', 4],
          ['c', 5],
        ] as const)
          await append(log, key, key, events)
        const lag = await log.lag('g')
        expect(lag).toMatchObject({ records: 3, events: 12 })
        expect(lag.oldestAt).toBeGreaterThanOrEqual(before - 1_000)
        await readAll(log, 'g', done())
        expect(await log.lag('g')).toEqual({ records: 0, events: 0 })
        await append(log, 'a', 'more', 7)
        expect(await log.lag('g')).toMatchObject({ records: 1, events: 7 })
        await log.close()
      },
    )

    promise(
      'more than may wait for the disk is refused as overloaded, and accepted again later',
      async (place) => {
        const log = await open(place, 1, { maxInFlightRecords: 4 })
        const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => append(log, 'k', `${n}`)))
        const appended = outcomes.filter(({ outcome }) => outcome === 'appended').length
        expect(outcomes.filter(({ outcome }) => outcome === 'overloaded')).toHaveLength(20 - appended)
        expect(appended).toBe(4)
        expect((await append(log, 'k', 'later')).outcome).toBe('appended')
        expect(texts(await readAll(log, 'g'))).toHaveLength(5)
        await log.close()
      },
    )

    promise('closing waits for what is in flight and refuses what comes after', async (place) => {
      const log = await open(place, 1)
      const writing = Array.from({ length: 100 }, (_, n) => append(log, 'k', `${n}`))
      const closing = log.close()
      expect((await Promise.all(writing)).every(({ outcome }) => outcome === 'appended')).toBe(true)
      await closing
      expect((await append(log, 'k', 'after')).outcome).toBe('unavailable')
      await expect(log.ready()).rejects.toThrow()
    })

    promise('what is taken out is read no more, and everything else stays where it was', async (place) => {
      const log = await open(place, 2)
      for (let n = 0; n < 40; n++) await append(log, `${n % 4}`, n % 3 === 0 ? `secret ${n}` : `plain ${n}`)
      const before = await readAll(log, 'before')
      const appending = append(log, '1', 'meanwhile')
      const { records, remainsUntil } = await log.redact((value) =>
        Buffer.from(value).toString().startsWith('secret') ? Buffer.from('-') : undefined,
      )
      await appending
      await append(log, '1', 'secret, but later')
      if (remainsUntil === undefined) {
        expect(records).toBe(14)
        const after = await readAll(log, 'after')
        for (const [id, list] of before)
          expect((after.get(id) ?? []).slice(0, list.length)).toEqual(
            list.map((record) =>
              text(record).startsWith('secret') ? { ...record, value: Buffer.from('-') } : record,
            ),
          )
        expect(texts(after)).toHaveLength(42)
        expect(await log.lag('never')).toMatchObject({ records: 42, events: 42 })
      } else expect(remainsUntil).toBeGreaterThan(Date.now())
      await log.close()
    })

    promise('stopping a subscription ends a reader that waits', async (place) => {
      const log = await open(place, 1)
      let ended = false
      const subscription = await log.subscribe('g', async (partition, signal) => {
        while (!signal.aborted) await partition.read({ from: 0, maxBytes: 1, waitMs: 60_000 }).catch(() => [])
        ended = true
      })
      await subscription.stop()
      expect(ended).toBe(true)
      await log.close()
    })

    promise('a worker that fails is told by the subscription', async (place) => {
      const log = await open(place, 1)
      const subscription = await log.subscribe('g', async () => {
        throw new Error('the worker is broken')
      })
      await expect(subscription.done).rejects.toThrow('the worker is broken')
      await log.close()
    })
  })
}
