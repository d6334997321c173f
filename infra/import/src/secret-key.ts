/** Finds the secret key where the server left it, when none is given. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Rejects with what to do when there is none. */
export async function findSecretKey(data: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const given = environment['FIREFLY_SECRET_KEY']
  if (given) return given
  const keys = await readFile(join(data, 'keys.json'), 'utf8').catch(() => {
    throw new Error(
      `no secret key: give --key, set FIREFLY_SECRET_KEY, or run where ${join(data, 'keys.json')} is`,
    )
  })
  return (JSON.parse(keys) as { secretKey: string }).secretKey
}
