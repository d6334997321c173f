/** The directory as it was last seen, beside the data: with it a process starts, and goes on, while metadata is away. */
import { open, readFile, rename } from 'node:fs/promises'
import type { Directory } from '@firefly/metadata/tables/directory'

export interface LastKnown {
  /** Nothing when there is none yet; a file that cannot be read is as good as none, and is reported. */
  read(): Promise<Directory | undefined>
  /** Replaces it whole. */
  write(directory: Directory): Promise<void>
}

/** Holds hashes alone, and is readable by its owner alone. */
export const lastKnownIn = (file: string, onUnreadable: (error: unknown) => void): LastKnown => ({
  async read() {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as Directory
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onUnreadable(error)
      return undefined
    }
  },
  async write(directory) {
    const unfinished = `${file}.${process.pid}`
    const handle = await open(unfinished, 'w', 0o600)
    await handle.writeFile(JSON.stringify(directory))
    await handle.datasync()
    await handle.close()
    await rename(unfinished, file)
  },
})
