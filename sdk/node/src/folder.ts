/** A folder as the place of unsent events: one file a chunk, whole or not at all, durable once it resolves. */
import { mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kept, SlowShelf } from '@firefly/core/platform'
import type { QuickShelf } from '@firefly/core/shelf'
import { isHeld } from './ownership.ts'

/** Keys are `owner/number`; a file is never named by anything else, so nothing leads out of the folder. */
const fileOf = (key: string, kind: string): string => `${key.replace('/', '~')}.${kind}`
const keysIn = (files: readonly string[], kind: string): string[] =>
  files.flatMap((file) => {
    const [, owner, count, found] = /^([\w-]+)~(\d+)\.(\w+)$/.exec(file) ?? []
    return found === kind ? [`${owner}/${count}`] : []
  })
const KEPT = 'json'
const LAST = 'last'

export async function openFolder(folder: string): Promise<SlowShelf> {
  // Events are personal: nobody else on the machine may read them.
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await sweep(folder)
  const read = (key: string): Promise<string | undefined> =>
    readFile(join(folder, fileOf(key, KEPT)), 'utf8').catch(missing)
  return {
    async put(key, text) {
      const path = join(folder, fileOf(key, KEPT))
      if (!text) return (await unlink(path).catch(missing), true)
      await writeDurably(`${path}.part`, text)
      await rename(`${path}.part`, path)
      return true
    },
    async all() {
      const kept: Kept = []
      for (const key of keysIn(await readdir(folder), KEPT)) kept.push([key, (await read(key)) ?? ''])
      return kept
    },
  }
}

/** A process that was killed in the middle of a write leaves half a file, which nobody would ever read. */
async function sweep(folder: string): Promise<void> {
  for (const file of await readdir(folder)) {
    const [, owner] = /^([\w-]+)~\d+\.json\.part$/.exec(file) ?? []
    if (owner && !isHeld(folder, owner)) await unlink(join(folder, file)).catch(missing)
  }
}

/** What must be written before this turn ends, since the process does. */
export const spillFolder = (folder: string): QuickShelf => ({
  put(key, text) {
    const path = join(folder, fileOf(key, LAST))
    if (!text) return (attempt(() => unlinkSync(path)), true)
    const write = (): boolean => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(path, text, { mode: 0o600, flush: true })
      return true
    }
    return attempt(write) ?? false
  },
  all: () =>
    keysIn(attempt(() => readdirSync(folder)) ?? [], LAST).map((key) => [
      key,
      attempt(() => readFileSync(join(folder, fileOf(key, LAST)), 'utf8')) ?? '',
    ]),
})

/** Undefined for what is not there or cannot be had: the core then goes on in memory. */
function attempt<Result>(run: () => Result): Result | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.datasync()
  } finally {
    await file.close()
  }
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
