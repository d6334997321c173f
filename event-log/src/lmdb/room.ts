/**
 * Room on the disk, taken before it is needed: LMDB may damage its own memory when a write fails for want of space,
 * so a segment is given all of its room when it is opened, or is not opened at all.
 */
import { execFile } from 'node:child_process'
import { stat, truncate } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const LONGEST_MS = 10_000

/**
 * Takes `bytes` for a file without changing its size. Rejects when there is no room; where the system has no way to
 * take room in advance nothing is taken.
 */
export async function takeRoom(file: string, bytes: number): Promise<void> {
  try {
    await run('fallocate', ['--keep-size', '--length', String(bytes), file], { timeout: LONGEST_MS })
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string }
    if (code === 'ENOENT' || /not supported/i.test(stderr ?? '')) return
    throw new Error(`the disk of ${file} has no room for ${bytes} bytes more`, { cause: error })
  }
}

/** Gives back what a file took and does not use. */
export async function giveBack(file: string): Promise<void> {
  await truncate(file, (await stat(file)).size)
}
