/** For tests: requests recorded from real SDKs, and sending them again. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, InjectOptions } from 'fastify'

export interface Recorded {
  method: string
  path: string
  query?: Record<string, string>
  headers: Record<string, string>
  bodyB64?: string
}

export interface Recording {
  name: string
  log: readonly Recorded[]
}

const OWN = fileURLToPath(new URL('../../fixtures/wire', import.meta.url))

export function recordingsIn(folder = OWN): Recording[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return files.map((file) => {
    const { log } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as { log: Recorded[] }
    return { name: file.replace('.json', ''), log }
  })
}

export function recording(name: string): Recording {
  const found = recordingsIn().find((one) => one.name === name)
  if (!found) throw new Error(`no recording ${name}`)
  return found
}

/** What a connection says about itself is the replayer's own. */
const HOP = /^(?:host|connection|content-length|transfer-encoding)$/

/** Answers in order; a body goes out byte for byte. */
export async function replay(app: FastifyInstance, { log }: Recording): Promise<Answered[]> {
  const answers: Answered[] = []
  for (const { method, path, query = {}, headers, bodyB64 } of log) {
    const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP.test(name)))
    const payload = bodyB64 ? { payload: Buffer.from(bodyB64, 'base64') } : {}
    const request = { method, url: path, query, headers: kept, ...payload } as InjectOptions
    const { statusCode, body } = await app.inject(request)
    answers.push({ method, path, status: statusCode, body })
  }
  return answers
}

export interface Answered {
  method: string
  path: string
  status: number
  body: string
}
