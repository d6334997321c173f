/** The log on LMDB keeps every promise, and some of its own: busy turns, segments, one process a folder, kill -9. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { allDbs } from 'lmdb'
import { describe, expect, test } from 'vitest'
import { eventLogContract } from './contract.ts'
import type { AppendOutcome } from './port.ts'
import { append, newPlace, open, readFrom } from './testing/lmdb.ts'

eventLogContract({ name: 'lmdb', newPlace: async () => newPlace(), open, skips: {} })

/** Files of the log that this process has in its memory; where the system does not tell, none. */
const mappedIn = (place: string): number =>
  existsSync('/proc/self/maps')
    ? new Set(
        readFileSync('/proc/self/maps', 'utf8').match(new RegExp(`${place}/segments/.*data\\.mdb`, 'g')),
      ).size
    : 0

describe('a busy turn', () => {
  test('is on the disk in part before it ends, and all of it is there afterwards', async () => {
    const place = newPlace()
    const log = await open(place, 1)
    await append(log, 'one that makes the segment')
    const files = (): Buffer[] =>
      readdirSync(`${place}/segments`).map((name) => readFileSync(`${place}/segments/${name}/data.mdb`))
    const turn = async (): Promise<AppendOutcome[]> => {
      const first = Array.from({ length: 40 }, (_, at) => append(log, `early ${at}.`))
      // Nothing of this process runs meanwhile but the thread that writes.
      const late = performance.now() + 10_000
      const isThere = (): boolean => files().some((bytes) => bytes.includes('early 0.'))
      let wasThere = isThere()
      while (!wasThere && performance.now() < late) wasThere = isThere()
      expect(wasThere).toBe(true)
      return Promise.all([...first, append(log, 'late')])
    }
    const outcomes = await turn()
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(41).fill('appended'))
    expect((await readFrom(log, 1)).map(({ value }) => Buffer.from(value).toString())).toEqual([
      ...Array.from({ length: 40 }, (_, at) => `early ${at}.`),
      'late',
    ])
    await log.close()
    rmSync(place, { recursive: true })
  })
})

describe('segments', () => {
  test('a log that spans many segments reads as one', async () => {
    const log = await open(newPlace(), 1, { segmentBytes: 60_000 })
    for (let n = 0; n < 100; n++) await append(log, `${n}:${'x'.repeat(5_000)}`)
    const found = await readFrom(log, 0)
    expect(found.map(({ offset }) => offset)).toEqual(Array.from({ length: 100 }, (_, n) => n))
    expect((await readFrom(log, 55)).length).toBe(45)
    await log.close()
  })

  test('appends in full flight keep their order over a change of segment', async () => {
    const log = await open(newPlace(), 1, { segmentBytes: 50_000 })
    await Promise.all(Array.from({ length: 300 }, (_, n) => append(log, `${n} ${'x'.repeat(1_000)}`)))
    const found = await readFrom(log, 0)
    expect(found.map(({ value }) => Number(Buffer.from(value).toString().split(' ')[0]))).toEqual(
      Array.from({ length: 300 }, (_, n) => n),
    )
    await log.close()
  })

  test('one that is full is mapped no more, and read all the same; one that is closed is forgotten', async () => {
    const place = newPlace()
    const before = allDbs.size
    const log = await open(place, 1, { segmentBytes: 60_000 })
    for (let n = 0; n < 100; n++) await append(log, `${n}:${'x'.repeat(5_000)}`)
    // One grows, and the next one may be there.
    await expect.poll(() => mappedIn(place)).toBeLessThanOrEqual(2)
    expect(await readFrom(log, 0)).toHaveLength(100)
    await log.close()
    expect(mappedIn(place)).toBe(0)
    expect(allDbs.size).toBeLessThanOrEqual(before)
  })

  test('one that was made and never took a record is gone when the log is opened again', async () => {
    const place = newPlace()
    const log = await open(place, 1)
    await append(log, 'one')
    await log.close()
    mkdirSync(`${place}/segments/000000000002`)
    mkdirSync(`${place}/segments/000000000003`)
    writeFileSync(`${place}/segments/000000000003/data.mdb`, '')
    const again = await open(place, 1)
    expect(readdirSync(`${place}/segments`)).toEqual(['000000000001'])
    expect(await append(again, 'two')).toMatchObject({ outcome: 'appended', offset: 1 })
    await again.close()
    rmSync(place, { recursive: true })
  })

  test('the number of partitions stays what it was when the log was made', async () => {
    const place = newPlace()
    await (await open(place, 3)).close()
    const log = await open(place, 5)
    const held: number[] = []
    await (await log.subscribe('g', async ({ id }) => void held.push(id))).done
    expect(held.toSorted((a, b) => a - b)).toEqual([0, 1, 2])
    await log.close()
  })

  test('a folder in use by another process is refused with a sentence', async () => {
    const place = newPlace()
    const log = await open(place, 1)
    await expect(open(place, 1)).rejects.toThrow(/in use by another process/)
    await log.close()
    await (await open(place, 1)).close()
  })
})

describe('kill -9', () => {
  test('no acknowledged record is missing, none is torn, and offsets go on', async () => {
    const place = newPlace()
    let acknowledged: number[] = []
    for (let round = 0; round < 4; round++) {
      const child = fork(
        fileURLToPath(new URL('./lmdb/appender.fixture.mjs', import.meta.url)),
        [place, `${round}`],
        {
          cwd: fileURLToPath(new URL('..', import.meta.url)),
          execArgv: ['--import', 'tsx'],
        },
      )
      const acks: number[] = []
      child.on('message', (n: number) => acks.push(n))
      await once(child, 'message')
      await new Promise((resolve) => setTimeout(resolve, 150 + round * 70))
      child.kill('SIGKILL')
      await once(child, 'exit')
      acknowledged = acknowledged.concat(acks)
    }
    const log = await open(place, 1)
    const found = await readFrom(log, 0)
    const values = found.map(({ value }) => Buffer.from(value).toString())
    expect(values.every((value) => value.length === 1_000 && value.endsWith('!'))).toBe(true)
    const stored = new Set(values.map((value) => Number.parseInt(value, 10)))
    expect(acknowledged.length).toBeGreaterThan(100)
    expect(acknowledged.filter((n) => !stored.has(n))).toEqual([])
    expect(found.map(({ offset }) => offset)).toEqual(found.map((_, n) => n))
    expect((await append(log, 'next')).outcome).toBe('appended')
    await log.close()
  })
})
