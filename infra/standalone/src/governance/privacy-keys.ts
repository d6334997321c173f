/**
 * The secrets under which values and ids are hashed: one for all projects, from which each has its own. Given by a setting, or
 * made on first start and kept in the data folder. The newest hashes; older ones still recognise who was erased.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeOnce } from '@firefly/event-log/whole-file'

export interface PrivacyKeys {
  /** A value of a property as the store keeps it: the same text for the same value, until the key is changed. */
  hashValue(project: string, value: string): string
  /** The names under which an id may be known as erased: one for each key, the newest first. */
  namesOf(project: string, distinctId: string): string[]
}

/** `given`: keys of at least 32 characters, comma-separated, the newest first. */
export async function loadPrivacyKeys(
  data: string,
  given: readonly string[] | undefined,
): Promise<PrivacyKeys> {
  return privacyKeys(given ?? (await kept(join(data, 'privacy-keys.json'))))
}

export function privacyKeys(masters: readonly string[]): PrivacyKeys {
  const own = new Map<string, Buffer[]>()
  const keysOf = (project: string): Buffer[] => {
    const known = own.get(project)
    if (known) return known
    const keys = masters.map((master) => hmac(master, `project\n${project}`))
    own.set(project, keys)
    return keys
  }
  return {
    hashValue: (project, value) => `#${named(keysOf(project)[0], `value\n${value}`)}`,
    namesOf: (project, distinctId) => keysOf(project).map((key) => named(key, `person\n${distinctId}`)),
  }
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
/** 132 bits, which nobody meets twice by chance. */
const named = (key: Buffer | undefined, text: string): string =>
  hmac(key ?? '', text)
    .toString('base64url')
    .slice(0, 22)

async function kept(file: string): Promise<string[]> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { keys: string[] }).keys
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new Error(`${file} cannot be read; restore it: without it nobody who was erased is recognised`, {
        cause: error,
      })
    const keys = [randomBytes(32).toString('base64url')]
    return (await writeOnce(file, `${JSON.stringify({ keys }, null, 2)}\n`)) ? keys : kept(file)
  }
}
