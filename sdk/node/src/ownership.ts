/** Which process of this machine a chunk belongs to: a lock file with its number, worth nothing once it is gone. */
import { writeFileSync } from 'node:fs'
import { mkdir, readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ownership } from '@firefly/core/platform'

export const folderOwnership = (folder: string): Ownership => ({
  async claim(owner) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const lock = lockOf(folder, owner)
    if (!take(lock) && !((await isOrphan(lock)) && (await takeOver(lock)))) return undefined
    return () => void unlink(lock).catch(() => undefined)
  },
})

/** At once, so that a process that ends just now leaves no lock without its number. */
function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Of two that find the same orphan only one can remove it. */
async function takeOver(lock: string): Promise<boolean> {
  try {
    await unlink(lock)
  } catch {
    return false
  }
  return take(lock)
}

/** Whether a living process has what the lock is of. */
export const isHeld = async (folder: string, owner: string): Promise<boolean> => {
  const lock = lockOf(folder, owner)
  return (await stat(lock).catch(() => undefined)) !== undefined && !(await isOrphan(lock))
}

const lockOf = (folder: string, owner: string): string => join(folder, `${owner}.lock`)

async function isOrphan(lock: string): Promise<boolean> {
  const pid = Number(await readFile(lock, 'utf8').catch(() => ''))
  if (!Number.isSafeInteger(pid) || pid <= 0) return isAbandoned(lock)
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

const WRITING_MS = 5_000

/** A lock without a number is being written, or whoever was writing it is gone. */
async function isAbandoned(lock: string): Promise<boolean> {
  const written = await stat(lock).catch(() => undefined)
  return written !== undefined && Date.now() - written.mtimeMs > WRITING_MS
}
