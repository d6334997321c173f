/** Every way a question can fail: one table of codes, statuses and sentences. */
import { StoreError, type Trouble } from '@firefly/clickhouse/errors'
import type { Limits } from '@firefly/clickhouse/store'
import type { ErrorAnswer, RequestCode } from '@firefly/protocol/verdicts'

const STATUS = {
  unreadable_json: 400,
  invalid_query: 400,
  unknown_key: 401,
  forbidden_key: 403,
  not_found: 404,
  method_not_allowed: 405,
  payload_too_large: 413,
  unsupported_media_type: 415,
  unsupported_query: 422,
  internal: 500,
  overloaded: 503,
  unavailable: 503,
  timeout: 504,
} as const satisfies Partial<Record<RequestCode, number>>
export type QueryErrorCode = keyof typeof STATUS
/** A field, named by its path (`series.0.math`), and what was expected of it. */
export type Issue = NonNullable<ErrorAnswer['issues']>[number]

/** A question that is not answered, and why. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
  readonly code: QueryErrorCode
  readonly issues: Issue[] | undefined

  constructor(code: QueryErrorCode, message: string, issues?: Issue[]) {
    super(message)
    this.code = code
    this.issues = issues
  }

  get status(): number {
    return STATUS[this.code]
  }

  get body(): ErrorAnswer {
    const { code, message, issues } = this
    return issues ? { code, message, issues } : { code, message }
  }
}

/** The same failure with each of its fields under another path; whatever is no failure of a question stays as it is. */
export function wrongAt(pathOf: (path: string) => string, error: unknown): unknown {
  if (!(error instanceof QueryError)) return error
  const issues = error.issues?.map(({ path, message }) => ({ path: pathOf(path), message }))
  return new QueryError(error.code, error.message, issues)
}

const BY_TROUBLE: Record<Trouble, [QueryErrorCode, string]> = {
  pressure: ['unavailable', 'the store cannot answer now; try again'],
  timeout: ['timeout', 'the question took longer than allowed; ask for a shorter range'],
  memory: [
    'unsupported_query',
    'the question needs more memory than allowed; ask for a shorter range or fewer groups',
  ],
  rows: ['unsupported_query', 'the question reads more rows than allowed; ask for a shorter range'],
  cancelled: ['unavailable', 'the question was stopped before it was answered; ask again'],
  refused: ['internal', 'the server failed'],
  fault: ['internal', 'the server failed'],
}

const LESS = 'ask for a shorter range, fewer groups or a share of all people (sampling), or have more allowed'
const BY_LIMIT = {
  timeout: ({ maxSeconds }) => `the question took longer than the ${maxSeconds} s it may take; ${LESS}`,
  memory: ({ maxMemoryBytes }) =>
    `the question needs more than the ${Math.round(maxMemoryBytes / 1024 ** 2)} MB of memory it may take; ${LESS}`,
  rows: ({ maxRowsToRead }) => `the question reads more than the ${maxRowsToRead} rows it may read; ${LESS}`,
} satisfies Partial<Record<Trouble, (limits: Limits) => string>>
const isLimit = (trouble: Trouble): trouble is keyof typeof BY_LIMIT => trouble in BY_LIMIT

/** What the store has thrown, where that is one of its limits; else the error as it is. */
export function limitReached(error: unknown, limits: Limits): unknown {
  if (!(error instanceof StoreError) || !isLimit(error.trouble)) return error
  return new QueryError(BY_TROUBLE[error.trouble][0], BY_LIMIT[error.trouble](limits))
}

export const tooLong = (limits: Limits): QueryError => new QueryError('timeout', BY_LIMIT.timeout(limits))

/** What anything thrown means to the asker; the engine's own words stay inside. */
export function toQueryError(error: unknown): QueryError {
  if (error instanceof QueryError) return error
  if (error instanceof StoreError) {
    const [code, message] = BY_TROUBLE[error.trouble]
    return new QueryError(code, message)
  }
  const code = (error as { code?: unknown } | null)?.code
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new QueryError('payload_too_large', 'the question is too large')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new QueryError('unsupported_media_type', 'expected content-type application/json')
  return new QueryError('internal', 'the server failed')
}
