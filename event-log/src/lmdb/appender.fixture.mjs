// Appends as fast as it can and tells each acknowledgement, until it is killed.
import { openEventLog } from '../open.ts'

const [place, round] = process.argv.slice(2)
const log = await openEventLog(`lmdb:${place}`, { segmentBytes: 2_000_000 })
for (let n = Number(round) * 1_000_000; ; n += 50)
  await Promise.all(
    Array.from({ length: 50 }, async (_, at) => {
      const value = Buffer.from(`${n + at} `.padEnd(999, '.') + '!')
      const { outcome } = await log.append({ key: 'k', value, events: 1 })
      if (outcome === 'appended') process.send?.(n + at)
    }),
  )
