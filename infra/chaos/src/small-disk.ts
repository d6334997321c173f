/** A disk that can be filled: a tmpfs in the world's folder, which only root may mount. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'

export interface SmallDisk {
  path: string
  remove(): void
  /** What it holds is gone with it, so evidence has to be copied. */
  copyTo(folder: string): void
}

/** Absent when it may not be mounted here. */
export function mountSmallDisk(path: string, megabytes: number): SmallDisk | undefined {
  mkdirSync(path, { recursive: true })
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'firefly-chaos', path])
  if (mounted.status !== 0) return undefined
  return {
    path,
    remove: () => void spawnSync('umount', ['-l', path]),
    copyTo: (folder) => cpSync(path, folder, { recursive: true }),
  }
}
