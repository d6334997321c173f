/** The two keys of the one project: made on first start, kept in the data folder, readable by its owner alone. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Grant, KeyRing } from '@firefly/protocol/keys'

export interface Keys {
  writeKey: string
  secretKey: string
}

export const PROJECT = 'default'

/** Keys given by settings win and are not written down; the others are read from `keys.json` or made. */
export async function loadKeys(
  data: string,
  given: Partial<Record<keyof Keys, string | undefined>>,
): Promise<Keys> {
  const file = join(data, 'keys.json')
  const kept = await readKept(file)
  const keys = kept ?? { writeKey: makeKey('fw'), secretKey: makeKey('fs') }
  if (!kept) {
    await mkdir(data, { recursive: true })
    await writeFile(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
  }
  return { writeKey: given.writeKey ?? keys.writeKey, secretKey: given.secretKey ?? keys.secretKey }
}

/** Looks a token up by its hash, so that the time it takes tells nothing about the keys. */
export function createKeyRing({ writeKey, secretKey }: Keys): KeyRing {
  const grants = new Map<string, Grant>([
    [hash(writeKey), { project: PROJECT, kind: 'write' }],
    [hash(secretKey), { project: PROJECT, kind: 'secret' }],
  ])
  return { find: (token) => grants.get(hash(token)) }
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

const makeKey = (prefix: string): string => `${prefix}_${randomBytes(18).toString('base64url')}`
const hash = (token: string): string => createHash('sha256').update(token).digest('base64')
