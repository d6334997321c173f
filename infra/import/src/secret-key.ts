/** Finds the secret key: as given, in the environment, or where the server left it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Rejects with what to do when there is none. */
export async function findSecretKey(
  given: string | undefined,
  data: string,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  return given || environment['FIREFLY_SECRET_KEY'] || (await fromFile(join(data, 'keys.json')))
}

async function fromFile(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`no secret key: give --key, set FIREFLY_SECRET_KEY, or run where ${path} is`, { cause })
  })
  const key = keyIn(text)
  if (!key) throw new Error(`${path} has no "secretKey": give --key or set FIREFLY_SECRET_KEY`)
  return key
}

function keyIn(text: string): string | undefined {
  try {
    const { secretKey } = JSON.parse(text) as { secretKey?: unknown }
    return typeof secretKey === 'string' ? secretKey : undefined
  } catch {
    return undefined
  }
}
