/** The log on LMDB keeps every promise, and some of its own: segments, retention, one process a folder, kill -9. */
import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { allDbs } from 'lmdb'
import { afterAll, describe, expect, test } from 'vitest'
import { eventLogContract } from './contract.ts'
import { type OpenLogOptions, openEventLog } from './open.ts'
import type { AppendOutcome, EventLog, LogEvent, LogRecord } from './port.ts'

const newPlace = (): string => mkdtempSync(`${tmpdir()}/firefly-lmdb-`)
const open = (place: string, partitions: number, options?: OpenLogOptions): Promise<EventLog> =>
  openEventLog(`lmdb:${place}?partitions=${partitions}`, options)

eventLogContract({ name: 'lmdb', newPlace: async () => newPlace(), open, skips: {} })

const append = (log: EventLog, value: string) =>
  log.append({ key: 'k', value: Buffer.from(value), events: 1 })
/** Files of the log that this process has in its memory; where the system does not tell, none. */
const mappedIn = (place: string): number =>
  existsSync('/proc/self/maps')
    ? new Set(
        readFileSync('/proc/self/maps', 'utf8').match(new RegExp(`${place}/segments/.*data\\.mdb`, 'g')),
      ).size
    : 0
const readFrom = async (log: EventLog, from: number): Promise<LogRecord[]> => {
  const found: LogRecord[] = []
  const subscription = await log.subscribe('reader', async (partition) => {
    for (let next = from; ; next = (found.at(-1)?.offset ?? next) + 1) {
      const more = await partition.read({ from: next, maxBytes: 100_000, waitMs: 1 })
      if (more.length === 0) return
      found.push(...more)
    }
  })
  await subscription.done
  return found
}

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

describe('what is taken out', () => {
  const bytesIn = (place: string): Buffer =>
    Buffer.concat(
      readdirSync(place, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`)),
    )
  const takeOut = (value: Uint8Array): Uint8Array | undefined =>
    Buffer.from(value).includes('MARKER') ? Buffer.from('-') : undefined

  test('leaves no byte behind on the disk, in whichever segment it was, also after the log was opened again', async () => {
    const place = newPlace()
    const first = await open(place, 1, { segmentBytes: 60_000 })
    for (let n = 0; n < 60; n++) await append(first, `${n % 7 === 0 ? 'MARKER' : n}:${'x'.repeat(3_000)}`)
    await first.close()
    const log = await open(place, 1, { segmentBytes: 60_000 })
    await append(log, 'MARKER')
    expect(bytesIn(place).includes('MARKER')).toBe(true)
    expect(await log.redact(takeOut)).toEqual({ records: 10 })
    expect(bytesIn(place).includes('MARKER')).toBe(false)
    expect(await readFrom(log, 0)).toHaveLength(61)
    await log.close()
    const again = await open(place, 1, { segmentBytes: 60_000 })
    await append(again, 'one more')
    expect((await readFrom(again, 0)).map(({ offset }) => offset)).toEqual(
      Array.from({ length: 62 }, (_, n) => n),
    )
    expect(await again.redact(takeOut)).toEqual({ records: 0 })
    await again.close()
    rmSync(place, { recursive: true })
  })

  test('is taken out while others append and read, who miss nothing', async () => {
    const place = newPlace()
    const log = await open(place, 1, { segmentBytes: 100_000 })
    await append(log, 'MARKER')
    const done = new AbortController()
    const appending = (async () => {
      let appended = 1
      for (; !done.signal.aborted || appended < 200; appended++)
        await append(log, `${appended} ${'x'.repeat(2_000)}`)
      return appended
    })()
    for (let turn = 0; turn < 4; turn++) {
      await append(log, 'MARKER')
      expect(await log.redact(takeOut)).toMatchObject({ records: turn === 0 ? 2 : 1 })
      expect((await readFrom(log, 0)).some(({ value }) => Buffer.from(value).includes('MARKER'))).toBe(false)
    }
    done.abort()
    const all = (await appending) + 4
    expect((await readFrom(log, 0)).map(({ offset }) => offset)).toEqual(
      Array.from({ length: all }, (_, n) => n),
    )
    await log.close()
    rmSync(place, { recursive: true })
  })

  test('a rewriting that was cut off leaves the log as it was, or as it was to be', async () => {
    const place = newPlace()
    const log = await open(place, 1)
    await append(log, 'one')
    await log.close()
    const segments = `${place}/segments`
    const [name = ''] = readdirSync(segments)
    cpSync(`${segments}/${name}`, `${segments}/${name}-1-part`, { recursive: true })
    cpSync(`${segments}/${name}`, `${segments}/${name}-1`, { recursive: true })
    const again = await open(place, 1)
    expect(readdirSync(segments)).toEqual([`${name}-1`])
    expect(await readFrom(again, 0)).toHaveLength(1)
    await again.close()
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

describe('retention', () => {
  test('segments that every group has read go when they are old enough, unread ones stay', async () => {
    const place = newPlace()
    const events: LogEvent[] = []
    let now = 0
    const options = {
      segmentBytes: 40_000,
      retainMs: 1_000,
      clock: () => now,
      onEvent: (event: LogEvent) => void events.push(event),
    }
    const log = await open(place, 1, { ...options, retainEveryMs: 5 })
    for (let n = 0; n < 60; n++) await append(log, 'x'.repeat(2_000))
    const dropped = (): number => events.filter(({ name }) => name === 'segment_dropped').length
    now = 10_000
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(dropped()).toBe(0)
    const subscription = await log.subscribe('g', (partition) => partition.commit({ offset: 60, note: '' }))
    await subscription.done
    await expect.poll(dropped).toBeGreaterThan(0)
    const opened = events.filter(({ name }) => name === 'segment_opened').length
    await expect.poll(() => opened - dropped()).toBe(1)
    // The one that grows, and the next one if that is made already.
    expect(readdirSync(`${place}/segments`).length).toBeLessThanOrEqual(2)
    expect((await append(log, 'after')).outcome).toBe('appended')
    expect((await readFrom(log, 60)).map(({ offset }) => offset)).toEqual([60])
    await log.close()
  })

  test('a segment that is old as soon as it is begun takes no second record', async () => {
    const place = newPlace()
    let [now, opened] = [0, 0]
    const onEvent = (event: LogEvent): void => void (event.name === 'segment_opened' && opened++)
    const log = await open(place, 1, { segmentMs: 1_000, segmentBytes: 40_000, clock: () => now, onEvent })
    for (; now < 100_000; now += 1_000) expect(await append(log, '-')).toMatchObject({ outcome: 'appended' })
    expect(opened).toBe(100)
    await log.close()
    rmSync(place, { recursive: true })
  })

  test('a partition all of whose records are gone goes on where it was, also after the log was opened again', async () => {
    const place = newPlace()
    let [now, dropped] = [0, 0]
    const onEvent = (event: LogEvent): void => {
      if (event.name === 'segment_dropped') dropped++
    }
    const options = { segmentMs: 1_000, retainMs: 5_000, retainEveryMs: 5, clock: () => now, onEvent }
    const log = await open(place, 2, options)
    const put = (to: EventLog, key: string) => to.append({ key, value: Buffer.from('-'), events: 3 })
    const [one, other] = ['b', 'a']
    expect(await put(log, one)).toMatchObject({ partition: 1, offset: 0 })
    await (await log.subscribe('g', (partition) => partition.commit({ offset: 9, note: '' }))).done
    for (now = 2_000; now < 6_000; now += 2_000) expect(await put(log, other)).toMatchObject({ partition: 0 })
    now = 20_000
    await expect.poll(() => dropped).toBe(2)
    await log.close()
    const again = await open(place, 2, options)
    expect(await put(again, one)).toMatchObject({ partition: 1, offset: 1 })
    expect(await again.lag('g')).toEqual({ records: 0, events: 0 })
    await again.close()
    rmSync(place, { recursive: true })
  })

  test('beyond the size limit the oldest goes, read or not, and its records are counted', async () => {
    const events: LogEvent[] = []
    const log = await open(newPlace(), 1, {
      segmentBytes: 40_000,
      retainBytes: 120_000,
      retainEveryMs: 5,
      onEvent: (event) => void events.push(event),
    })
    for (let n = 0; n < 100; n++) await append(log, 'x'.repeat(4_000))
    await expect
      .poll(() =>
        events.some(
          (event) => event.name === 'segment_dropped' && event.reason === 'size' && event.records > 0,
        ),
      )
      .toBe(true)
    const [first] = await readFrom(log, 0)
    expect(first?.offset).toBeGreaterThan(0)
    await log.close()
  })
})

describe('a full disk', () => {
  const place = newPlace()
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'firefly', place])
  const reason = mounted.status === 0 ? undefined : 'only root may mount the small disk that this needs'
  if (reason) process.stderr.write(`NOT RUN: lmdb log, a full disk — ${reason}\n`)
  afterAll(() => void spawnSync('umount', ['-l', place]))

  test.skipIf(reason !== undefined)(
    'is told to each who appends, ends nothing, and is forgotten once there is room',
    async () => {
      const events: LogEvent[] = []
      const onEvent = (event: LogEvent): void => void events.push(event)
      const log = await open(`${place}/log`, 1, { onEvent, segmentBytes: 400_000 })
      writeFileSync(`${place}/ballast`, Buffer.alloc(2_500_000))
      const outcomes: AppendOutcome[] = []
      for (let n = 0; n < 800; n++) outcomes.push(await append(log, `${n}`.padEnd(8_000, '.')))
      const refused = outcomes.filter(({ outcome }) => outcome === 'unavailable')
      expect(refused.length).toBeGreaterThan(0)
      expect(refused[0]).toMatchObject({ detail: expect.stringMatching(/^the disk of .* has no room/) })
      expect(events.filter(({ name }) => name === 'append_failed')).toHaveLength(refused.length)
      await expect(log.ready()).rejects.toThrow('the last append failed')
      rmSync(`${place}/ballast`)
      await expect.poll(async () => (await append(log, 'room again')).outcome).toBe('appended')
      await log.ready()
      expect(await readFrom(log, 0)).toHaveLength(outcomes.length - refused.length + 1)
      await log.close()
      rmSync(`${place}/log`, { recursive: true })
    },
  )

  test.skipIf(reason !== undefined)(
    'never holds up a commit, nor an append to a segment that is open',
    async () => {
      const failed: LogEvent[] = []
      const onEvent = (event: LogEvent): void => {
        if (event.name.endsWith('failed')) failed.push(event)
      }
      const log = await open(`${place}/log`, 1, { onEvent, segmentBytes: 1_000_000 })
      await append(log, 'one')
      spawnSync('dd', ['if=/dev/zero', `of=${place}/ballast`, 'bs=4k'])
      for (let n = 0; n < 100; n++)
        expect((await append(log, `${n}`.padEnd(8_000, '.'))).outcome).toBe('appended')
      const subscription = await log.subscribe('g', async (partition) => {
        for (let n = 0; n < 200; n++) await partition.commit({ offset: n % 2, note: 'n'.repeat(n * 10) })
      })
      await subscription.done
      expect(failed).toEqual([])
      rmSync(`${place}/ballast`)
      await log.close()
    },
  )
})
