/** Segments of a log on LMDB go when they are read and old enough, or when there are too many; offsets go on. */
import { readdirSync, rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { EventLog, LogEvent } from '../port.ts'
import { append, newPlace, open, readFrom } from '../testing/lmdb.ts'

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
