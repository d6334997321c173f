/** What metadata last said, beside the data: with it a process starts, and goes on, while metadata is away. */
import { readFile } from 'node:fs/promises'
import { writeWhole } from '@firefly/event-log/whole-file'

export interface LastKnown<Value> {
  /** Nothing when there is none yet; a file that cannot be read is as good as none, and is reported. */
  read(): Promise<Value | undefined>
  /** Replaces it whole. */
  write(value: Value): Promise<void>
}

/** Holds hashes alone, and is readable by its owner alone. */
export const lastKnownIn = <Value>(
  file: string,
  onUnreadable: (error: unknown) => void,
): LastKnown<Value> => ({
  async read() {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as Value
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onUnreadable(error)
      return undefined
    }
  },
  async write(value) {
    await writeWhole(file, JSON.stringify(value))
  },
})
