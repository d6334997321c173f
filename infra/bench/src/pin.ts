/** Keeps servers to one core and the sender to another, where the system can: what is measured is then what a core does. */
import { execFileSync } from 'node:child_process'
import { cpus } from 'node:os'

export interface Pinning {
  /** What to start a server with, before the path of Node; empty where nothing is pinned. */
  server: readonly string[]
  /** The same for a server of several processes, which has all cores. */
  crew: readonly string[]
  /** For the report. */
  told: string
  /** Lets this process, and what it starts from now on, run on all cores again. */
  release: () => void
}

const FREE: Pinning = {
  server: [],
  crew: [],
  told: 'sender and server share all cores',
  release: () => undefined,
}

/** Pins this process, which is the sender. */
export function pinSender(): Pinning {
  if (process.platform !== 'linux' || cpus().length < 2) return FREE
  try {
    runOn('1')
    return {
      server: ['taskset', '-c', '0'],
      crew: ['taskset', '-c', all()],
      told: 'the server on one core with all its threads, the sender on another',
      release: () => runOn(all()),
    }
  } catch {
    return FREE
  }
}

const all = (): string => `0-${cpus().length - 1}`
const runOn = (cores: string): void =>
  void execFileSync('taskset', ['-a', '-c', '-p', cores, String(process.pid)], { stdio: 'ignore' })
