/** Kills an appender at the N-th write, flush or truncation of its files, and looks at what the log is then worth. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openEventLog } from '@firefly/event-log/open'
import type { Result } from './campaign.ts'
import { createRandom, type Random } from './random.ts'

export const CRASH_POINTS = {
  name: 'crash-points',
  about: 'kill -9 at the N-th pwrite64, fdatasync or ftruncate of the log (strace)',
  times: 100,
  modes: ['standalone'] as const,
}

/** With how far into the run each may be counted: the log is opened with a few, and truncates seldom. */
const CALLS: readonly [call: string, most: number][] = [
  ['pwrite64', 120],
  ['fdatasync', 60],
  ['ftruncate', 4],
]
const APPENDER = fileURLToPath(new URL('../dist/appender.js', import.meta.url))
const LONGEST_MS = 20_000

/** Why this cannot run here; absent when it can. */
export function whyNoCrashPoints(): string | undefined {
  const traced = spawnSync('strace', ['-qq', '-e', 'trace=none', 'true'])
  if (traced.error) return 'no strace on the PATH'
  return traced.status === 0 ? undefined : 'strace may not trace here'
}

interface Found {
  acked: number
  stored: number
  lost: number
  duplicated: number
  torn: number
  broken: string[]
}

export async function runCrashPoints(
  seed: number,
  times: number,
  say: (line: string) => void,
): Promise<Result> {
  const began = performance.now()
  const random = createRandom(seed)
  const total: Found = { acked: 0, stored: 0, lost: 0, duplicated: 0, torn: 0, broken: [] }
  for (let time = 1; time <= times; time++) {
    const folder = mkdtempSync(join(tmpdir(), 'firefly-crash-'))
    add(total, await crashTwice(folder, random))
    rmSync(folder, { recursive: true, force: true })
    if (time % 10 === 0 || time === times) say(`${time}/${times} crashes`)
  }
  return resultOf(total, seed, times, (performance.now() - began) / 1000)
}

/** The second crash is of a log that was opened after the first, which is how a log that needed repair would show. */
async function crashTwice(folder: string, random: Random): Promise<Found> {
  const first = crash(folder, random, 1)
  const second = crash(folder, random, 1_000_000)
  const acked = [...first.acked, ...second.acked]
  const found = await readBack(folder)
  const numbers = new Set(found.numbers)
  return {
    acked: acked.length,
    stored: found.numbers.length,
    lost: acked.filter((n) => !numbers.has(n)).length,
    duplicated: found.numbers.length - numbers.size,
    torn: found.torn,
    broken: [...first.broken, ...second.broken, ...found.broken],
  }
}

function crash(folder: string, random: Random, first: number): { acked: number[]; broken: string[] } {
  const [call, most] = random.pick(CALLS)
  const nth = random.between(1, most)
  const trace = [
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '-e',
    `trace=${call}`,
    '-e',
    `inject=${call}:signal=KILL:when=${nth}`,
  ]
  const { stdout, stderr, signal, error } = spawnSync(
    'strace',
    [...trace, process.execPath, APPENDER, folder, String(first)],
    { encoding: 'utf8', timeout: LONGEST_MS, maxBuffer: 64 * 1024 * 1024 },
  )
  const acked = stdout.split('\n').filter(Boolean).map(Number)
  if (error) return { acked, broken: [`${call} ${nth} is reached within ${LONGEST_MS / 1000} s`] }
  return {
    acked,
    broken:
      signal === 'SIGKILL' ? [] : [`it runs until it is killed at ${call} ${nth}: ${stderr.slice(0, 300)}`],
  }
}

async function readBack(folder: string): Promise<{ numbers: number[]; torn: number; broken: string[] }> {
  try {
    const log = await openEventLog(`lmdb:${folder}`)
    const [numbers, values] = [[] as number[], [] as string[]]
    const subscription = await log.subscribe('look', async (partition) => {
      for (let from = 0; ; ) {
        const records = await partition.read({ from, maxBytes: 1_000_000, waitMs: 1 })
        if (records.length === 0) return
        for (const { value } of records) values.push(Buffer.from(value).toString())
        from = (records.at(-1)?.offset ?? from) + 1
      }
    })
    await subscription.done
    const goesOn = await log.append({ key: 'device', value: Buffer.from('after'), events: 1 })
    await log.close()
    for (const value of values) numbers.push(Number.parseInt(value, 10))
    const torn = values.filter(
      (value, at) => value.length !== 1_001 + (((numbers[at] ?? 0) * 37) % 3_000) || !value.endsWith('!'),
    ).length
    return {
      numbers,
      torn,
      broken: goesOn.outcome === 'appended' ? [] : ['the log takes records after a crash'],
    }
  } catch (error) {
    return { numbers: [], torn: 0, broken: [`the log opens after a crash: ${String(error)}`] }
  }
}

function add(total: Found, one: Found): void {
  for (const key of ['acked', 'stored', 'lost', 'duplicated', 'torn'] as const) total[key] += one[key]
  total.broken.push(...one.broken)
}

function resultOf(
  { acked, stored, lost, duplicated, torn, broken }: Found,
  seed: number,
  times: number,
  seconds: number,
): Result {
  const nothing = {
    unknown: 0,
    refused: 0,
    quarantined: 0,
    invented: 0,
    foreign: 0,
    mistimed: 0,
    refusedYetStored: 0,
    disordered: 0,
  }
  return {
    fault: CRASH_POINTS.name,
    mode: 'standalone',
    seed,
    times: times * 2,
    verdict: {
      ...nothing,
      attempted: acked,
      acked,
      stored,
      storedUnknown: stored - acked + lost,
      lost,
      duplicated,
      corrupted: torn,
    },
    broken,
    recoveryMs: { p50: 0, p99: 0, count: 0 },
    peakMegabytes: {},
    seconds,
    passed: lost + duplicated + torn + broken.length === 0 && acked > 0,
  }
}
