/** What is taken out of a log on LMDB leaves no byte behind, whoever reads and appends meanwhile. */
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { append, newPlace, open, readFrom } from '../testing/lmdb.ts'

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
