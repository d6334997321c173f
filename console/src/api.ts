/** All that the console asks of the server, and how an answer can fail. */
import type { RefusalsResult } from '@firefly/protocol/administration'
import type { QueryInput } from '@firefly/protocol/query'
import type { AnswerOf } from '@firefly/protocol/results'
import { isRecord, textOf } from './question/address.ts'
import { type Issue, pathText } from './question/issues.ts'

interface CatalogEvent {
  name: string
  count: number
}
interface CatalogProperty {
  name: string
  builtIn: boolean
}
interface CatalogValue {
  value: string
  count: number
}
interface Status {
  accepted: number
  stored: number
  quarantined: number
  lagEvents: number
}

export type AnswerTo<Asked extends QueryInput> = AnswerOf<Asked['kind']>

/** Each call rejects with `ApiError`, or with an `AbortError` when its signal was aborted. */
export interface Api {
  query<Asked extends QueryInput>(question: Asked, signal: AbortSignal): Promise<AnswerTo<Asked>>
  events(signal: AbortSignal): Promise<CatalogEvent[]>
  properties(event: string, signal: AbortSignal): Promise<CatalogProperty[]>
  /** `event` empty: of any event. */
  values(
    of: { property: string; event: string; search: string },
    signal: AbortSignal,
  ): Promise<CatalogValue[]>
  status(signal: AbortSignal): Promise<Status>
  /** What was turned away in the last `days`, the newest day first. */
  refusals(days: number, signal: AbortSignal): Promise<RefusalsResult['refusals']>
}

/** `key`: refused. `forbidden`: a key of the wrong kind. `refused`, `impossible`: the question's own fault. */
export type Failure =
  | 'network'
  | 'timeout'
  | 'key'
  | 'forbidden'
  | 'refused'
  | 'impossible'
  | 'overload'
  | 'server'
  | 'unreadable'

export class ApiError extends Error {
  readonly failure: Failure
  readonly issues: Issue[]

  constructor(failure: Failure, message: string, issues: Issue[] = []) {
    super(message)
    this.name = 'ApiError'
    this.failure = failure
    this.issues = issues
  }
}

const QUERY_LIMIT_MS = 90_000
const CATALOG_LIMIT_MS = 15_000
const MOST_NAMES = '1000'
const MOST_VALUES = '50'

/** What is empty is not asked for. */
const given = (wishes: Record<string, string>): URLSearchParams =>
  new URLSearchParams(Object.entries(wishes).filter(([, value]) => value !== ''))

export function createApi(key: string, fetcher: typeof fetch = (...args) => fetch(...args)): Api {
  const call = async (path: string, limit: number, signal: AbortSignal, body?: unknown): Promise<unknown> => {
    const response = await send(
      fetcher,
      path,
      key,
      AbortSignal.any([signal, AbortSignal.timeout(limit)]),
      body,
    )
    const answer = await readBody(response)
    if (response.ok) return answer
    throw new ApiError(failureOf(response.status), messageOf(answer), issuesOf(answer))
  }
  const catalog = (path: string, signal: AbortSignal): Promise<unknown> =>
    call(path, CATALOG_LIMIT_MS, signal)
  return {
    query: async (question, signal) =>
      (await call('/v1/query', QUERY_LIMIT_MS, signal, question)) as AnswerTo<typeof question>,
    events: async (signal) =>
      listOf(await catalog(`/v1/catalog/events?limit=${MOST_NAMES}`, signal), 'events'),
    properties: async (event, signal) =>
      listOf(
        await catalog(`/v1/catalog/properties?${given({ event, limit: MOST_NAMES })}`, signal),
        'properties',
      ),
    values: async (of, signal) =>
      listOf(await catalog(`/v1/catalog/values?${given({ ...of, limit: MOST_VALUES })}`, signal), 'values'),
    refusals: async (days, signal) => listOf(await catalog(`/v1/refusals?days=${days}`, signal), 'refusals'),
    status: async (signal) => (await catalog('/v1/status', signal)) as Status,
  }
}

async function send(
  fetcher: typeof fetch,
  path: string,
  key: string,
  signal: AbortSignal,
  body: unknown,
): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, accept: 'application/json' }
  const posted = {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  try {
    return await fetcher(path, { ...(body === undefined ? { headers } : posted), signal, cache: 'no-store' })
  } catch (error) {
    throw transportError(error)
  }
}

async function readBody(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    if (error instanceof DOMException) throw transportError(error)
    if (!response.ok) return {}
    throw new ApiError('unreadable', 'not JSON')
  }
}

/** An abort is not a failure: whoever aborted does not want the answer. */
function transportError(error: unknown): unknown {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'AbortError') return error
  return name === 'TimeoutError'
    ? new ApiError('timeout', 'time limit')
    : new ApiError('network', String(error))
}

const FAILURES: Record<number, Failure> = {
  400: 'refused',
  401: 'key',
  403: 'forbidden',
  422: 'impossible',
  429: 'overload',
  503: 'overload',
  504: 'timeout',
}
const failureOf = (status: number): Failure => FAILURES[status] ?? (status < 500 ? 'impossible' : 'server')

const messageOf = (body: unknown): string =>
  isRecord(body) && typeof body['message'] === 'string' ? body['message'] : ''

function issuesOf(body: unknown): Issue[] {
  if (!isRecord(body) || !Array.isArray(body['issues'])) return []
  return body['issues'].filter(isRecord).map(({ path, message }) => ({
    path: pathText(path),
    message: textOf(message),
  }))
}

/** The list under its name. */
function listOf<Entry>(body: unknown, name: string): Entry[] {
  const list = isRecord(body) ? body[name] : undefined
  if (!Array.isArray(list)) throw new ApiError('unreadable', `no list of ${name}`)
  return list as Entry[]
}
