/** Which process of this machine a chunk belongs to: a lock file with its number, worth nothing once it is gone. */
import { mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ownership } from '@firefly/core/platform'

export const folderOwnership = (folder: string): Ownership => ({
  async claim(owner) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const lock = join(folder, `${owner}.lock`)
    if (!(await take(lock)) && !((await isOrphan(lock)) && (await takeOver(lock)))) return undefined
    return () => void unlink(lock).catch(() => undefined)
  },
})

async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx', mode: 0o600 })
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

async function isOrphan(lock: string): Promise<boolean> {
  const pid = Number(await readFile(lock, 'utf8').catch(() => ''))
  // An empty file is one that is being written.
  if (!Number.isSafeInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
