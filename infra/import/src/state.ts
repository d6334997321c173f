/** What of a file is acknowledged, kept beside the data, so that an interrupted import goes on where it was. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'

export interface State {
  file: string
  /** Rows from the first on that need not be sent again. */
  rows: number
}

/** 16 hex digits of the file's content: the same file has the same id wherever it lies. */
export async function identify(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex').slice(0, 16)
}

export async function readState(path: string, file: string): Promise<State> {
  try {
    const state = JSON.parse(await readFile(path, 'utf8')) as State
    return state.file === file ? state : { file, rows: 0 }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { file, rows: 0 }
    throw new Error(
      `the state file ${path} cannot be read; remove it to begin again (nothing is stored twice)`,
      { cause: error },
    )
  }
}

/** Written aside and renamed, so that a crash leaves the old state or the new one. */
export async function writeState(path: string, state: State): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.new`, `${JSON.stringify(state)}\n`)
  await rename(`${path}.new`, path)
}
