/** A full disk is told to each who appends to a log on LMDB, and ends nothing. */
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import type { AppendOutcome, LogEvent } from '../port.ts'
import { append, newPlace, open, readFrom } from '../testing/lmdb.ts'

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
