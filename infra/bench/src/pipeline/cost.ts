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

/** Processor time of another process so far, in seconds; not a number where there is no /proc. */
export function cpuSecondsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
    return (Number(user) + Number(system)) / TICKS
  } catch {
    return Number.NaN
  }
}

/** The most memory another process ever held, in megabytes; not a number where there is no /proc. */
export function peakMegabytesOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return Number.NaN
  }
}
