/**
 * Sizes, counts and retry rules that both ends of the wire obey.
 * The only file of `protocol` that an SDK imports at run time, so it holds constants and nothing else.
 */

/** Largest request body in bytes, after decompression. */
export const MAX_BODY_BYTES = 5 * 1024 * 1024
/** Largest single event in bytes of JSON. */
export const MAX_EVENT_BYTES = 64 * 1024
/** Most events in one batch. */
export const MAX_BATCH_EVENTS = 5_000
/** Longest event name, in UTF-16 units. */
export const MAX_NAME_LENGTH = 200
/** Longest user, anonymous, session or message id, in UTF-16 units. */
export const MAX_ID_LENGTH = 256
/** Most keys in one event's `properties` or `traits`. */
export const MAX_PROPERTIES = 500
/** Deepest nesting of objects and lists inside one event. */
export const MAX_DEPTH = 16
/** How far ahead of the receive time an event may claim to be before it is clamped, in milliseconds. */
export const MAX_FUTURE_MS = 24 * 60 * 60 * 1000
/** A session ends after this much silence, in milliseconds. */
export const SESSION_IDLE_MS = 30 * 60 * 1000

/** Only these answers, and network errors, may be retried; everything else is final. */
export const isRetryable = (status: number): boolean => status === 429 || status >= 500
