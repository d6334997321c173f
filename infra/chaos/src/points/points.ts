/** A fault at one moment of many, again and again at others: the N-th call of a disk, a time after the start. */
import type { Result } from '../campaign.ts'
import { createRandom, type Random } from '../random.ts'
import { summary } from '../summary.ts'

export interface Points {
  name: string
  about: string
  times: number
  modes: readonly ['standalone']
  /** How often something is hit in one turn. */
  hitsEach: number
  /** It needs strace. */
  traces: boolean
  /** One turn in a folder of its own, whose worth is told afterwards. */
  hit(random: Random): Promise<Found>
}

export interface Found {
  acked: number
  stored: number
  lost: number
  duplicated: number
  torn: number
  /** From the fault to the next acknowledgement, in milliseconds. */
  recoveries: number[]
  /** Appenders that ended by themselves where they may. */
  ended: number
  /** Promises that did not hold. */
  broken: string[]
}

export async function runPoints(
  points: Points,
  seed: number,
  times: number,
  say: (line: string) => void,
): Promise<Result> {
  const began = performance.now()
  const random = createRandom(seed)
  const total: Found = {
    acked: 0,
    stored: 0,
    lost: 0,
    duplicated: 0,
    torn: 0,
    recoveries: [],
    ended: 0,
    broken: [],
  }
  for (let time = 1; time <= times; time++) {
    add(total, await points.hit(random))
    if (time % 10 === 0 || time === times) say(`${time}/${times} times`)
  }
  if (total.ended > 0)
    say(`${total.ended} of ${times} appenders ended, which they may, and were read back like the others`)
  const seconds = (performance.now() - began) / 1000
  return resultOf(total, { name: points.name, seed, times: times * points.hitsEach, seconds })
}

function add(total: Found, one: Found): void {
  for (const key of ['acked', 'stored', 'lost', 'duplicated', 'torn', 'ended'] as const)
    total[key] += one[key]
  total.recoveries.push(...one.recoveries)
  total.broken.push(...one.broken)
}

interface Run {
  name: string
  seed: number
  times: number
  seconds: number
}

/** What an appender alone cannot get wrong. */
const NOTHING = {
  unknown: 0,
  refused: 0,
  quarantined: 0,
  invented: 0,
  foreign: 0,
  mistimed: 0,
  refusedYetStored: 0,
  disordered: 0,
}

function resultOf(found: Found, { name, seed, times, seconds }: Run): Result {
  const { acked, stored, lost, duplicated, torn, recoveries, broken } = found
  const storedUnknown = stored - acked + lost
  return {
    fault: name,
    mode: 'standalone',
    seed,
    times,
    verdict: {
      ...NOTHING,
      attempted: acked,
      acked,
      stored,
      storedUnknown,
      lost,
      duplicated,
      corrupted: torn,
    },
    broken,
    recoveryMs: summary(recoveries),
    peakMegabytes: {},
    seconds,
    passed: lost + duplicated + torn + broken.length === 0 && acked > 0,
  }
}
