/**
 * Room on the disk, taken before it is needed: LMDB may damage its own memory when a write fails for want of space,
 * so a segment is given all of its room before it is opened, or is not opened at all.
 */
import { stat, truncate } from 'node:fs/promises'
import { relative } from 'node:path'
import { type Shell, startShell } from './shell.ts'

export interface Room {
  /**
   * Takes `bytes` for a file without changing its size. Rejects when there is no room; where the system has no way to
   * take room in advance nothing is taken.
   */
  take(file: string, bytes: number): Promise<void>
  close(): void
}

/** Answers each pair of lines, bytes and file, with a line of its own: how it ended, and what was said. */
const SCRIPT = `set -f
while IFS= read -r bytes && IFS= read -r file
do
  said=$(fallocate --keep-size --length "$bytes" "$file" 2>&1)
  echo $? $said
done`

/** For files below `folder`. */
export function openRoom(folder: string): Room {
  let shell: Shell | undefined
  return {
    async take(file, bytes) {
      if (!shell?.isAlive) shell = startShell(SCRIPT, folder)
      const answer = await shell.ask(`${bytes}\n${relative(folder, file)}\n`)
      if (!isTakenOrUnknown(answer))
        throw new Error(`the disk of ${file} has no room for ${bytes} bytes more`, { cause: answer })
    },
    close: () => shell?.end(),
  }
}

const NO_SUCH_PROGRAM = 127
const isTakenOrUnknown = (answer: string): boolean =>
  [0, NO_SUCH_PROGRAM].includes(Number.parseInt(answer, 10)) || /not supported/i.test(answer)

/** Gives back what a file took and does not use. */
export async function giveBack(file: string): Promise<void> {
  await truncate(file, (await stat(file)).size)
}
