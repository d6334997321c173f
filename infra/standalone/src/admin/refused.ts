/** Every way a request can fail that has no words of its own: one table of codes and statuses. */
import { MetadataError, type MetadataTrouble } from '@firefly/metadata/errors'
import type { ErrorAnswer, RequestCode } from '@firefly/protocol/verdicts'

const STATUS = {
  unreadable_json: 400,
  invalid_query: 400,
  unknown_key: 401,
  forbidden_key: 403,
  not_found: 404,
  conflict: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  internal: 500,
  unavailable: 503,
} as const satisfies Partial<Record<RequestCode, number>>

export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: keyof typeof STATUS
  readonly issues: ErrorAnswer['issues']

  constructor(code: keyof typeof STATUS, message: string, issues?: ErrorAnswer['issues']) {
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

const BY_TROUBLE: Record<MetadataTrouble, [keyof typeof STATUS, string]> = {
  unavailable: ['unavailable', 'metadata cannot be reached now; try again'],
  conflict: ['conflict', 'something else has that name already'],
  missing: ['not_found', 'there is no such project'],
  refused: ['invalid_query', 'a value is not allowed'],
  fault: ['internal', 'the server failed'],
}

/** What anything thrown means to whoever asked; the database's own words stay inside. */
export function toRefused(error: unknown): Refused {
  if (error instanceof Refused) return error
  if (error instanceof MetadataError) return new Refused(...BY_TROUBLE[error.trouble])
  return refusedByFastify(error) ?? new Refused('internal', 'the server failed')
}

/** What the server turns away before anybody here sees it, in our words. */
function refusedByFastify(error: unknown): Refused | undefined {
  const { code, statusCode = 500 } = (error ?? {}) as { code?: unknown; statusCode?: number }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refused('payload_too_large', 'the body is too large')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Refused('unsupported_media_type', 'expected content-type application/json')
  if (/^FST_ERR_CTP_\w*JSON/.test(String(code)))
    return new Refused('unreadable_json', 'expected the body to be JSON')
  if (statusCode < 400 || statusCode > 499) return undefined
  return new Refused('invalid_query', 'the request cannot be understood')
}
