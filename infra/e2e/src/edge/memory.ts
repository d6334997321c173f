/** How much memory another process holds, and the most of it while something goes on. */
import { readFileSync } from 'node:fs'

const MEGABYTE = 1024

/** Resident megabytes of a process, as the system counts them. */
export function residentMegabytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? 0) / MEGABYTE
}

/** What `work` resolves with, and by how much the process grew at most meanwhile. */
export async function growth<Result>(
  pid: number,
  work: () => Promise<Result>,
): Promise<{ result: Result; megabytes: number }> {
  const before = residentMegabytes(pid)
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, residentMegabytes(pid))
  }, 10)
  try {
    return { result: await work(), megabytes: Math.max(most, residentMegabytes(pid)) - before }
  } finally {
    clearInterval(timer)
  }
}
