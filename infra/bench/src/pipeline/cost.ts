/** What something cost: time on the clock, and processor time of all threads of a process. */
import { readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second. */
const TICKS = 100

export interface Cost {
  seconds: number
  cpuSeconds: number
}

/** Runs `work` and tells what it cost this process, the engine's own threads included. */
export async function costOf(work: () => unknown): Promise<Cost> {
  const [began, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return { seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6 }
}

export const sumOf = (costs: readonly Cost[]): Cost => ({
  seconds: costs.reduce((sum, { seconds }) => sum + seconds, 0),
  cpuSeconds: costs.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
})

/** Processor time of our own JavaScript thread so far, in seconds. Linux counts it exactly; elsewhere it is that of all threads. */
export function threadSeconds(): number {
  const { user, system } = process.cpuUsage()
  const exact = read(`/proc/self/task/${process.pid}/schedstat`)?.split(' ')[0]
  return exact === undefined ? (user + system) / 1e6 : Number(exact) / 1e9
}

/** Processor time of another process so far, in seconds: of all its threads, and of the first, which runs the JavaScript. Not a number where there is no /proc. */
export const cpuSecondsOf = (pid: number): { all: number; first: number } => ({
  all: secondsIn(read(`/proc/${pid}/stat`)),
  first: secondsIn(read(`/proc/${pid}/task/${pid}/stat`)),
})

function secondsIn(stat = ''): number {
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return (Number(user ?? Number.NaN) + Number(system ?? Number.NaN)) / TICKS
}

/** Memory of another process in megabytes. Not a number where there is no /proc. */
export interface Megabytes {
  /** What it asked for itself: heaps, stacks, buffers. */
  own: number
  /** Pages of files that it has mapped, such as the log's and its libraries: the system takes them back when somebody needs room. */
  mapped: number
}

export function megabytesOf(pid: number): Megabytes {
  const status = read(`/proc/${pid}/status`) ?? ''
  const field = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024
  return { own: field('RssAnon'), mapped: field('RssFile') + field('RssShmem') }
}

/** Looks again and again until it is stopped, and tells the most of each. */
export function watchMegabytes(pid: number, everyMs = 250): { stop: () => Megabytes } {
  const most = megabytesOf(pid)
  const look = (): void => {
    const { own, mapped } = megabytesOf(pid)
    most.own = Math.max(most.own, own)
    most.mapped = Math.max(most.mapped, mapped)
  }
  const timer = setInterval(look, everyMs)
  return { stop: () => (clearInterval(timer), look(), most) }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
