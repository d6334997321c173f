/** A folder as the place of unsent events: one file a chunk, whole or not at all, durable once it resolves. */
import { mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { State, Store } from '@firefly/core/platform'
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

export async function openFolder(folder: string): Promise<Store> {
  // Events are personal: nobody else on the machine may read them.
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await sweep(folder)
  return {
    get: (key) => readFile(join(folder, fileOf(key, KEPT)), 'utf8').catch(missing),
    async set(key, value) {
      const path = join(folder, fileOf(key, KEPT))
      await writeDurably(`${path}.part`, value)
      await rename(`${path}.part`, path)
      return true
    },
    remove: (key) => unlink(join(folder, fileOf(key, KEPT))).catch(missing),
    keys: async () => keysIn(await readdir(folder), KEPT),
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
export const spillFolder = (folder: string): State => ({
  get: (key) => attempt(() => readFileSync(join(folder, fileOf(key, LAST)), 'utf8')),
  set(key, value) {
    const write = (): boolean => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(join(folder, fileOf(key, LAST)), value, { mode: 0o600, flush: true })
      return true
    }
    return attempt(write) ?? false
  },
  remove: (key) => attempt(() => unlinkSync(join(folder, fileOf(key, LAST)))),
  keys: () => keysIn(attempt(() => readdirSync(folder)) ?? [], LAST),
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
