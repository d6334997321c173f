/** Kills an appender at the N-th write, flush or truncation of its files, and looks at what the log is then worth. */
import type { Random } from '../random.ts'
import type { Points } from './points.ts'
import { type Hit, onFreshLog, traceAppender } from './traced.ts'

export const CRASH_POINTS: Points = {
  name: 'crash-points',
  about: 'kill -9 at the N-th pwrite64, fdatasync or ftruncate of the log (strace)',
  times: 100,
  modes: ['standalone'],
  hitsEach: 2,
  traces: true,
  /** The second crash is of a log that was opened after the first, which is how a log that needed repair would show. */
  hit: (random) =>
    onFreshLog((folder) => {
      const [first, second] = [crash(folder, random, 1), crash(folder, random, 1_000_000)]
      return { acked: [...first.acked, ...second.acked], broken: [...first.broken, ...second.broken] }
    }),
}

/** With how far into the run each may be counted: the log is opened with a few, and truncates seldom. */
const CALLS: readonly [call: string, most: number][] = [
  ['pwrite64', 120],
  ['fdatasync', 60],
  ['ftruncate', 4],
]

function crash(folder: string, random: Random, first: number): Hit {
  const [call, most] = random.pick(CALLS)
  const nth = random.between(1, most)
  const { acked, signal, stderr, isStuck } = traceAppender({
    folder,
    first,
    call,
    inject: `signal=KILL:when=${nth}`,
  })
  if (isStuck) return { acked, broken: [`${call} ${nth} is reached in time`] }
  const isKilled = signal === 'SIGKILL'
  return {
    acked,
    broken: isKilled ? [] : [`it runs until it is killed at ${call} ${nth}: ${stderr.slice(0, 300)}`],
  }
}
