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
  const answer = await reach(host, path, {
    method,
    headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (answer.ok) return answer
  throw new Error(`${host} answered ${answer.status}: ${saidIn(await answer.text())}`)
}

async function reach(host: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${host}${path}`, { ...init, signal: AbortSignal.timeout(HALF_AN_HOUR_MS) })
  } catch (error) {
    throw new Error(
      `no Firefly answers at ${host} (${reasonOf(error)}): start it with "npm start", or say where it is with FIREFLY_PORT or --host`,
      { cause: error },
    )
  }
}

/** `fetch` says only "fetch failed"; why is in its cause, which may have a code and no words. */
function reasonOf(error: unknown): string {
  const { cause = error } = error as { cause?: NodeJS.ErrnoException }
  return cause instanceof Error
    ? cause.message || (cause as NodeJS.ErrnoException).code || cause.name
    : String(cause)
}

interface Said {
  message: string
  issues: { path: string; message: string }[]
}

/** What a refusal says; whatever else listens there answers in words of its own, or in none. */
function saidIn(text: string): string {
  try {
    const { message, issues = [] } = JSON.parse(text) as Partial<Said>
    if (message?.startsWith('nothing is served at'))
      return `${message}; ask a process that has the role "query"`
    if (message) return message + issues.map((issue) => `; ${issue.path}: ${issue.message}`).join('')
  } catch {
    // No JSON: whatever answered, it was not Firefly.
  }
  return 'without a reason; is this Firefly?'
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
