/** What a failed statement means for the caller, told by PostgreSQL's own code. */

/**
 * `unavailable`: cannot be reached now, try again later. `conflict`: something else has that name already.
 * `missing`: what is referred to does not exist. `refused`: a value breaks a rule of its column.
 * `fault`: our statement or our schema is wrong.
 */
export type MetadataTrouble = 'unavailable' | 'conflict' | 'missing' | 'refused' | 'fault'

/** A failed statement. `message` is the database's and may quote values: log the code, show the trouble. */
export class MetadataError extends Error {
  override readonly name = 'MetadataError'
  readonly trouble: MetadataTrouble
  /** SQLSTATE, absent when the database was never reached. */
  readonly code: string | undefined

  constructor(trouble: MetadataTrouble, code: string | undefined, message: string, options?: ErrorOptions) {
    super(message, options)
    this.trouble = trouble
    this.code = code
  }
}

/** By SQLSTATE; what has none never reached the database. */
export function toMetadataError(error: unknown): MetadataError {
  if (error instanceof MetadataError) return error
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : String(error)
  return new MetadataError(troubleOf(code), code, message, { cause: error })
}

/** Both drivers put a severity beside the database's own codes; the system's codes (`EPIPE`) have none. */
function codeOf(error: unknown): string | undefined {
  const { code, severity } = (error ?? {}) as { code?: unknown; severity?: unknown }
  return typeof code === 'string' && typeof severity === 'string' ? code : undefined
}

/** Classes: 08 connection, 53 resources, 57 operator, 22 data, 23 integrity, 40 rolled back. */
function troubleOf(code: string | undefined): MetadataTrouble {
  if (code === undefined) return 'unavailable'
  if (code === '23505') return 'conflict'
  if (code === '23503') return 'missing'
  if (/^(?:22|23)/.test(code)) return 'refused'
  return /^(?:08|40|53|57|58)/.test(code) ? 'unavailable' : 'fault'
}
