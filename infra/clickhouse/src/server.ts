/** As much of ClickHouse's HTTP interface as its official client uses: `POST /?query=…&param_x=…` with a body. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Engine } from './engine.ts'

export function createClickHouseServer(engine: Engine): Server {
  return createServer((request, response) => {
    answer(engine, request, response).catch((error: unknown) => refuse(response, error))
  })
}

async function answer(engine: Engine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname === '/ping') return void response.end('Ok.\n')
  const body = await readBody(request)
  const head = searchParams.get('query')
  if (head?.endsWith(' FORMAT Native')) {
    await engine.insertNative(head, body)
    return void response.end()
  }
  const statement = head === null ? body.toString() : `${head}\n${body.toString()}`
  const bytes = await engine.run(statement, paramsIn(searchParams))
  response.setHeader('x-clickhouse-query-id', searchParams.get('query_id') ?? '')
  response.end(bytes)
}

/** `param_x=…` as the client sends them, without the prefix. */
function paramsIn(search: URLSearchParams): Record<string, string> {
  const prefix = 'param_'
  const given = [...search].filter(([name]) => name.startsWith(prefix))
  return Object.fromEntries(given.map(([name, value]) => [name.slice(prefix.length), unescaped(value)]))
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', 0: '\0' }
/** A server reads parameters as tab-separated text, and the client escapes them for it. */
const unescaped = (text: string): string =>
  text.replaceAll(/\\([^])/g, (_whole, one: string) => ESCAPES[one] ?? one)

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** The client reads the code from the text, as of a real server. */
function refuse(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  const code = /Code: (\d+)/.exec(message)?.[1]
  if (code) response.setHeader('x-clickhouse-exception-code', code)
  response.statusCode = 500
  response.end(message.startsWith('Code:') ? message : message.slice(Math.max(0, message.indexOf('Code:'))))
}
