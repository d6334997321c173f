/** The first two keys: given by settings, or made on first start and kept in the data folder, readable by its owner alone. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeOnce } from '@firefly/event-log/whole-file'
import { makeToken } from '@firefly/metadata/tables/keys'

export interface Keys {
  writeKey: string
  secretKey: string
}

/** What this process was started with. */
export interface FirstKeys extends Keys {
  /** Those that came from `keys.json`; metadata knows them and may revoke them. Settings rule their own alone. */
  kept: ReadonlySet<keyof Keys>
}

/** The project of the first keys. Whoever holds its secret key looks after the whole Firefly. */
export const PROJECT = 'default'

/** Keys given by settings win and are not written down; the others are read from `keys.json` or made. */
export async function loadKeys(
  data: string,
  given: Partial<Record<keyof Keys, string | undefined>>,
): Promise<FirstKeys> {
  const file = join(data, 'keys.json')
  const keys = (await readKept(file)) ?? (await make(file))
  const { writeKey = keys.writeKey, secretKey = keys.secretKey } = given
  const names = ['writeKey', 'secretKey'] as const
  return { writeKey, secretKey, kept: new Set(names.filter((name) => given[name] === undefined)) }
}

/** Of several processes that start at once with one data folder, one makes them. */
async function make(file: string): Promise<Keys> {
  const keys = { writeKey: makeToken('write'), secretKey: makeToken('secret') }
  const isOurs = await writeOnce(file, `${JSON.stringify(keys, null, 2)}\n`)
  return isOurs ? keys : ((await readKept(file)) ?? keys)
}

async function readKept(file: string): Promise<Keys | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Keys
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`${file} cannot be read; restore it, or remove it to have new keys made`, {
      cause: error,
    })
  }
}
