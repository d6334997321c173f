/** An appender under strace, which does something to the N-th of its calls. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Found } from './points.ts'
import { readBack } from './read-back.ts'

const APPENDER = fileURLToPath(new URL('../../dist/appender.js', import.meta.url))
const LONGEST_MS = 30_000

/** Why this cannot run here; absent when it can. */
export function whyNoTracing(): string | undefined {
  const traced = spawnSync('strace', ['-qq', '-e', 'trace=none', 'true'])
  if (traced.error) return 'no strace on the PATH'
  return traced.status === 0 ? undefined : 'strace may not trace here'
}

export interface Traced {
  folder: string
  /** The first number it appends, and how many it appends before it ends itself; for ever when that is not given. */
  first: number
  count?: number
  call: string
  /** What strace is to do, in its words: `signal=KILL:when=3`. */
  inject: string
}

export interface Ended {
  acked: number[]
  signal: string | null
  stderr: string
  /** It neither ended nor was ended. */
  isStuck: boolean
}

export function traceAppender({ folder, first, count, call, inject }: Traced): Ended {
  const trace = ['-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:${inject}`]
  const args = [APPENDER, folder, String(first), ...(count === undefined ? [] : [String(count)])]
  const { stdout, stderr, signal, error } = spawnSync('strace', [...trace, process.execPath, ...args], {
    encoding: 'utf8',
    timeout: LONGEST_MS,
    maxBuffer: 64 * 1024 * 1024,
  })
  const acked = stdout.split('\n').filter(Boolean).map(Number)
  return { acked, signal, stderr, isStuck: error !== undefined }
}

/** What became of appenders. */
export interface Hit {
  acked: number[]
  recoveries?: number[]
  /** How many ended by themselves. */
  ended?: number
  broken: string[]
}

/** A folder of its own for `work`, and what the log in it is worth afterwards. */
export async function onFreshLog(work: (folder: string) => Hit): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-points-'))
  const { acked, recoveries = [], ended = 0, broken } = work(folder)
  const found = await readBack(folder)
  const numbers = new Set(found.numbers)
  const lost = acked.filter((n) => !numbers.has(n))
  if (lost.length === 0) rmSync(folder, { recursive: true, force: true })
  else broken.push(`the evidence is kept in ${folder}: ${lost.slice(0, 5).join(', ')} … are missing`)
  return {
    acked: acked.length,
    stored: found.numbers.length,
    lost: lost.length,
    duplicated: found.numbers.length - numbers.size,
    torn: found.torn,
    recoveries,
    ended,
    broken: [...broken, ...found.broken],
  }
}
