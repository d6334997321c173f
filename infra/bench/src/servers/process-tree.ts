/** What a process and all that it has started have cost, as Linux counts it. */
import { readFileSync } from 'node:fs'
import type { Cost } from './report.ts'

/** The clock of `/proc`, the same on every Linux that Node runs on. */
const TICKS_A_SECOND = 100

/** Memory of its own, without files that are mapped. */
export const anonymousBytes = (pid: number): number => kilobytes(pid, 'RssAnon') * 1024

export function treeCost(pid: number): Cost {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
  const own: Cost = {
    cpuSeconds: cpuSeconds(pid),
    rssBytes: kilobytes(pid, 'VmRSS') * 1024,
    heldBytes: anonymousBytes(pid),
  }
  return children.map((child) => treeCost(Number(child))).reduce(sum, own)
}

const sum = (one: Cost, other: Cost): Cost => ({
  cpuSeconds: one.cpuSeconds + other.cpuSeconds,
  rssBytes: one.rssBytes + other.rssBytes,
  heldBytes: one.heldBytes + other.heldBytes,
})

/** User and system time are the 14th and 15th fields; the second may hold spaces, in brackets. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
}

const kilobytes = (pid: number, name: string): number =>
  Number(
    new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0,
  )
