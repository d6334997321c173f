/** One process of the system under test: started, killed, frozen, and started again on the same port and data. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { leaveNoOrphan } from '@firefly/kafka/orphans'
import { PLAN_VARIABLE, type VictimPlan } from './plan-of-victim.ts'

export interface Member {
  readonly name: string
  readonly url: string
  /** Resolves once it answers; rejects when it dies first. */
  start(plan?: VictimPlan): Promise<void>
  /** Resolves once it is gone, with its exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>
  signal(signal: NodeJS.Signals): void
  /** Resolves when it dies by itself. */
  died(): Promise<void>
  readonly isRunning: boolean
  /** Of the process that was started last. */
  readonly pid: number
  /** Most memory seen so far, in bytes. */
  readonly peakBytes: number
}

export interface MemberOptions {
  name: string
  port: number
  settings: Record<string, string>
  /** Where its output goes. */
  logFile: string
}

const VICTIM = fileURLToPath(new URL('../dist/victim.js', import.meta.url))
const START_MS = 60_000
const WATCH_MS = 250

export function createMember({ name, port, settings, logFile }: MemberOptions): Member {
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let ended: Promise<[number | null, NodeJS.Signals | null]> = Promise.resolve([0, null])
  let peakBytes = 0
  const isRunning = (): boolean => child?.exitCode === null && child.signalCode === null
  const watch = (watched: ChildProcess): void => {
    const timer = setInterval(() => {
      if (watched.exitCode !== null || watched.signalCode !== null) return clearInterval(timer)
      peakBytes = Math.max(peakBytes, residentBytes(watched.pid ?? 0))
    }, WATCH_MS).unref()
  }
  return {
    name,
    url,
    get isRunning() {
      return isRunning()
    },
    get pid() {
      return child?.pid ?? 0
    },
    get peakBytes() {
      return peakBytes
    },
    async start(plan = {}) {
      const env = {
        ...process.env,
        ...settings,
        FIREFLY_PORT: String(port),
        [PLAN_VARIABLE]: JSON.stringify(plan),
      }
      const started = spawn(process.execPath, [VICTIM], { env, stdio: ['ignore', 'pipe', 'pipe'] })
      child = started
      leaveNoOrphan(started)
      ended = once(started, 'exit') as typeof ended
      for (const stream of [started.stdout, started.stderr])
        stream.on('data', (chunk: Buffer) => appendFileSync(logFile, chunk))
      watch(started)
      for (const began = Date.now(); isRunning() && Date.now() - began < START_MS; await sleep(25))
        if (await answers(url)) return
      throw new Error(`${name} did not start; see ${logFile}`)
    },
    async end(signal) {
      child?.kill(signal)
      const [code, killer] = await ended
      return killer ?? code ?? -1
    },
    signal: (signal) => void child?.kill(signal),
    died: async () => void (await ended),
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/v1/health`, { signal: AbortSignal.timeout(1_000) })).ok
  } catch {
    return false
  }
}

function residentBytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
