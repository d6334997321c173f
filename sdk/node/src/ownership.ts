/** Which process a chunk belongs to: a lock file with its number and machine, worth nothing once it is gone. */
import { readFileSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Ownership } from '@firefly/core/platform'

/** The locks of this process: after a restart in a container another program had its number. */
const held = new Set<string>()
/** Between machines, or containers, numbers mean nothing: there a lock has to be renewed. */
const RENEW_MS = 30_000
const LEASE_MS = 180_000

export const folderOwnership = (folder: string): Ownership => ({
  async claim(owner) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const lock = lockOf(folder, owner)
    return take(lock) || takeOver(lock) ? holding(lock) : undefined
  },
})

/** Whether a living process has what the lock is of. */
export const isHeld = (folder: string, owner: string): boolean => {
  const text = read(lockOf(folder, owner))
  return text !== undefined && !isOrphan(lockOf(folder, owner), text)
}

const lockOf = (folder: string, owner: string): string => join(folder, `${owner}.lock`)

function holding(lock: string): () => void {
  held.add(lock)
  const now = (): void => attempt(() => utimesSync(lock, new Date(), new Date()))
  const timer = setInterval(now, RENEW_MS).unref()
  return () => {
    clearInterval(timer)
    held.delete(lock)
    attempt(() => unlinkSync(lock))
  }
}

/** At once, so that a process that ends just now leaves no lock without its number. */
function take(lock: string): boolean {
  try {
    writeFileSync(lock, `${process.pid} ${hostname()}`, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Of several that find the same orphan one at a time has its turn, and looks again: the lock may be of a living one by now. */
function takeOver(lock: string): boolean {
  if (!isOrphan(lock, read(lock))) return false
  const turn = `${lock}.turn`
  if (!take(turn)) {
    // A turn lasts for a moment: who left it was killed in the middle. The next one to come tries again.
    if (ageOf(turn) > WRITING_MS) attempt(() => unlinkSync(turn))
    return false
  }
  try {
    if (!isOrphan(lock, read(lock))) return false
    unlinkSync(lock)
    return take(lock)
  } finally {
    attempt(() => unlinkSync(turn))
  }
}

const WRITING_MS = 5_000

function isOrphan(lock: string, text: string | undefined): boolean {
  if (text === undefined) return false
  const [, pid, host = hostname()] = /^(\d+)(?: (.*))?$/.exec(text) ?? []
  // A lock without a number is being written, or whoever was writing it is gone.
  if (!Number(pid)) return ageOf(lock) > WRITING_MS
  if (host !== hostname()) return ageOf(lock) > LEASE_MS
  return Number(pid) === process.pid ? !held.has(lock) : !isAlive(Number(pid))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

const read = (file: string): string | undefined => attempt(() => readFileSync(file, 'utf8'))
/** Milliseconds since it was written; 0 for what is not there. */
const ageOf = (file: string): number => attempt(() => Date.now() - statSync(file).mtimeMs) ?? 0

/** Undefined for what is not there (any more). */
function attempt<Result>(run: () => Result): Result | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
