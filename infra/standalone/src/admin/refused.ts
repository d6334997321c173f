/** Every way an administrator's request can fail: one table of codes and statuses. */
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
  const { code } = (error ?? {}) as { code?: unknown }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refused('payload_too_large', 'the body is too large')
  return new Refused('internal', 'the server failed')
}
