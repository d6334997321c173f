/** Asks a running Firefly, with the secret key; what goes wrong is told with what to do next. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Target {
  host: string
  key: string | undefined
}

const HALF_AN_HOUR_MS = 30 * 60_000

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export async function ask<Answer>(
  method: Method,
  path: string,
  target: Target,
  body?: object,
): Promise<Answer> {
  return (await (await answered(method, path, target, body)).json()) as Answer
}

/** The answer as it comes, for those too long to be held. Rejects with what a refusal says. */
export async function answered(
  method: Method,
  path: string,
  { host, key }: Target,
  body?: object,
): Promise<Response> {
  const authorization = `Bearer ${key ?? (await keptKey())}`
  const answer = await fetch(`${host}${path}`, {
    method,
    headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
    signal: AbortSignal.timeout(HALF_AN_HOUR_MS),
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (answer.ok) return answer
  const said = (await answer.json()) as {
    message?: string
    issues?: { path: string; message: string }[]
  }
  const issues = said.issues?.map((issue) => `; ${issue.path}: ${issue.message}`).join('') ?? ''
  throw new Error(`${host} answered ${answer.status}: ${said.message ?? ''}${issues}`)
}

/** On the machine where Firefly runs, the key is in its data folder. */
async function keptKey(): Promise<string> {
  const file = join(process.env['FIREFLY_DATA'] || './data', 'keys.json')
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { secretKey: string }).secretKey
  } catch {
    throw new Error(`no secret key: give --key or FIREFLY_SECRET_KEY (${file} cannot be read)`)
  }
}
