/** Appends to a log on this disk as fast as it can and tells each acknowledgement; something else will kill it. */
import { writeSync } from 'node:fs'
import { openEventLog } from '@firefly/event-log/open'

const [folder = '', first = '1'] = process.argv.slice(2)
const AT_ONCE = 20
const SEGMENT_BYTES = 400_000

const log = await openEventLog(`lmdb:${folder}`, { segmentBytes: SEGMENT_BYTES })
const appendOne = async (n: number): Promise<void> => {
  const value = Buffer.from(`${n}:`.padEnd(1_000 + ((n * 37) % 3_000), '.').concat('!'))
  const { outcome } = await log.append({ key: 'device', value, events: 1 })
  // Written at once and in order: what was told is told, however soon the end comes.
  if (outcome === 'appended') writeSync(1, `${n}\n`)
}
for (let n = Number(first); ; n += AT_ONCE)
  await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => appendOne(n + at)))
