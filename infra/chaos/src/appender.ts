/**
 * Appends to a log on this disk as fast as it can and tells each acknowledgement; something else will kill it, or it kills
 * itself once it has tried as many as it was asked to.
 */
import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { openEventLog } from '@firefly/event-log/open'

const [folder = '', first = '1', count = 'Infinity'] = process.argv.slice(2)
/** Each waits for its own only, so that commits are made while others are under way. */
const DEVICES = 4
const AT_ONCE = 5
const SEGMENT_BYTES = 400_000
const ASK_AGAIN_MS = 5
const LONGEST_REFUSED_MS = 10_000

const log = await openEventLog(`lmdb:${folder}`, { segmentBytes: SEGMENT_BYTES })
let refusedSince: number | undefined
const say = (line: string): void => void writeSync(2, `${line}\n`)
/** As hard an end as any: nothing is closed. */
const end = (line: string): void => {
  say(line)
  process.kill(process.pid, 'SIGKILL')
}

function tell(n: number): void {
  // Written at once and in order: what was told is told, however soon the end comes.
  writeSync(1, `${n}\n`)
  if (refusedSince === undefined) return
  say(`again after ${Math.round(performance.now() - refusedSince)} ms`)
  refusedSince = undefined
}

async function appendOne(n: number): Promise<void> {
  const value = Buffer.from(`${n}:`.padEnd(1_000 + ((n * 37) % 3_000), '.').concat('!'))
  const { outcome } = await log.append({ key: 'device', value, events: 1 })
  if (outcome === 'appended') return tell(n)
  refusedSince ??= performance.now()
  await sleep(ASK_AGAIN_MS)
}

let [tried, triedBefore, still] = [0, 0, 0]
// A log that hangs answers nothing at all, so it is not waited for.
setInterval(() => {
  still = tried === triedBefore || refusedSince !== undefined ? still + 1 : 0
  triedBefore = tried
  if (still * 1000 >= LONGEST_REFUSED_MS) end('stuck')
}, 1000).unref()

async function device(): Promise<void> {
  while (tried < Number(count)) {
    const from = Number(first) + tried
    tried += AT_ONCE
    await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => appendOne(from + at)))
  }
}
await Promise.all(Array.from({ length: DEVICES }, device))
end('all tried')
