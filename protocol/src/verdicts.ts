/**
 * The closed list of reasons. Every event that does not become a row carries exactly one of these,
 * and every refused request answers with one of them as its `code`.
 */

/** Why one event of a batch is refused at the door. */
export const REJECT_CODES = [
  'invalid_event',
  'missing_id',
  'event_too_large',
  'too_many_properties',
  'too_deep',
] as const
export type RejectCode = (typeof REJECT_CODES)[number]

/** Why a whole request is refused. */
export const REQUEST_CODES = [
  'unreadable_json',
  'invalid_batch',
  'invalid_query',
  'unsupported_query',
  'too_many_events',
  'unknown_key',
  'forbidden_key',
  'forbidden_origin',
  'quota_exceeded',
  'not_found',
  'conflict',
  'method_not_allowed',
  'payload_too_large',
  'headers_too_large',
  'bad_request',
  'unsupported_media_type',
  'unsupported_encoding',
  'corrupt_encoding',
  'cut_off',
  'rate_limited',
  'overloaded',
  'unavailable',
  'timeout',
  'internal',
] as const
export type RequestCode = (typeof REQUEST_CODES)[number]

/** Why a record or an event is set aside after it was accepted. */
export const QUARANTINE_REASONS = [
  'unknown_version',
  'undecodable',
  'step_failed',
  'step_timed_out',
  'step_refused',
  'insert_refused',
  'plan_violated',
] as const
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number]

/** Why an accepted event is not stored on purpose. */
export const DROP_REASONS = ['duplicate', 'erased', 'expired', 'unwanted'] as const
export type DropReason = (typeof DROP_REASONS)[number]

/** Why an event is kept out at the door though nothing is wrong with it: its project wants it so. */
export const UNWANTED_REASONS = [
  'blocked_event',
  'blocked_id',
  'blocked_user_agent',
  'blocked_ip',
  'sampled',
  'erased_person',
] as const
export type UnwantedReason = (typeof UNWANTED_REASONS)[number]

/** One refused event of a batch: its place, its id when it had one, and what was wrong. */
export interface Rejection {
  index: number
  messageId?: string
  code: RejectCode
  message: string
}

/** The answer to a batch. */
export interface BatchAnswer {
  accepted: number
  rejected: Rejection[]
  /** How many the project did not want, by reason; absent when there are none. Not to be sent again. */
  unwanted?: Partial<Record<UnwantedReason, number>>
}

/** The answer to a request that is refused as a whole. */
export interface ErrorAnswer {
  code: RequestCode
  message: string
  issues?: { path: string; message: string }[]
}
