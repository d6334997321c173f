/** Fails the N-th write or flush of an appender with EIO, and a few after it; the log has to go on and to keep what it said. */
import type { Random } from '../random.ts'
import type { Points } from './points.ts'
import { type Hit, onFreshLog, traceAppender } from './traced.ts'

export const FAILING_POINTS: Points = {
  name: 'failing-points',
  about: 'EIO at the N-th fdatasync, pwrite64 or writev of the log and at a few after it (strace)',
  times: 100,
  modes: ['standalone'],
  hitsEach: 1,
  traces: true,
  hit: (random) => onFreshLog((folder) => fail(folder, random)),
}

interface Failing {
  call: string
  /** Where it may begin to fail: the first few are of opening the log, which may be refused. */
  from: number
  to: number
  /** The library damages its own memory when a page cannot even be written (decision 24); what it acknowledged has to be there all the same. */
  mayEnd?: true
}

/** A disk tells of its failure at a flush, so that is tried most. */
const CALLS: readonly Failing[] = [
  { call: 'fdatasync', from: 8, to: 80 },
  { call: 'fdatasync', from: 80, to: 140 },
  { call: 'pwrite64', from: 20, to: 400, mayEnd: true },
  { call: 'writev', from: 1, to: 40, mayEnd: true },
]
const COUNT = 3_000
const MOST_AFTER = 4

function fail(folder: string, random: Random): Hit {
  const { call, from, to, mayEnd } = random.pick(CALLS)
  const nth = random.between(from, to)
  const last = nth + random.between(0, MOST_AFTER)
  const inject = `error=EIO:when=${nth}..${last}`
  const { acked, signal, stderr, isStuck } = traceAppender({ folder, first: 1, count: COUNT, call, inject })
  const said = stderr.split('\n')
  const recoveries = said.flatMap((line) =>
    line.startsWith(AGAIN) ? [Number.parseInt(line.slice(AGAIN.length), 10)] : [],
  )
  const hit = { acked, recoveries, ended: 0 }
  const where = `${call} ${nth}..${last}`
  if (isStuck || said.includes('stuck')) return { ...hit, broken: [`it appends again after ${where}`] }
  if (signal === 'SIGKILL' && said.includes('all tried')) return { ...hit, broken: [] }
  if (mayEnd && signal) return { ...hit, ended: 1, broken: [] }
  return { ...hit, broken: [`it outlives ${where}: ${signal ?? ''} ${stderr.slice(0, 300)}`] }
}

/** What an appender says when it is acknowledged again, followed by milliseconds. */
const AGAIN = 'again after '
