/** Every answer that refuses a whole request: one table of codes, statuses and sentences. */
import type { ErrorAnswer, RequestCode } from '@firefly/protocol/verdicts'

const STATUS = {
  unreadable_json: 400,
  invalid_batch: 400,
  corrupt_encoding: 400,
  cut_off: 400,
  unknown_key: 401,
  forbidden_key: 403,
  forbidden_origin: 403,
  not_found: 404,
  method_not_allowed: 405,
  payload_too_large: 413,
  too_many_events: 413,
  unsupported_media_type: 415,
  unsupported_encoding: 415,
  quota_exceeded: 429,
  rate_limited: 429,
  internal: 500,
  overloaded: 503,
  unavailable: 503,
} as const satisfies Partial<Record<RequestCode, number>>
export type RefusalCode = keyof typeof STATUS

/** A refused request as a value that can be thrown out of a parser or a hook. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly issues: ErrorAnswer['issues']
  /** Seconds after which to try again, for 429 and 503. */
  readonly retryAfter: number | undefined

  constructor(
    code: RefusalCode,
    message: string,
    more: Partial<Pick<Refusal, 'issues' | 'retryAfter'>> = {},
  ) {
    super(message)
    this.code = code
    this.issues = more.issues
    this.retryAfter = more.retryAfter
  }

  get status(): number {
    return STATUS[this.code]
  }

  get body(): ErrorAnswer {
    const { code, message, issues } = this
    return issues ? { code, message, issues } : { code, message }
  }
}

/** Nobody is left to be told; it is counted, and no fault of ours. */
export const cutOff = (): Refusal => new Refusal('cut_off', 'the connection ended before the body was whole')

/** What Fastify itself refuses, in our words; anything unknown is our fault and says nothing about our insides. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const code = (error as { code?: unknown } | null)?.code
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Refusal('unsupported_media_type', 'expected content-type application/json or text/plain')
  return new Refusal('internal', 'the server failed; the events were not accepted')
}
