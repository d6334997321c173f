/** What a failed statement means for the caller, told by the engine's error code. */

/**
 * `pressure`: try again later (too many parts, memory, timeouts, no connection).
 * `timeout`, `memory`, `rows`: the query asked for more than its limits allow.
 * `cancelled`: somebody ended it, mostly because nobody waits for the answer any more.
 * `refused`: these rows can never be inserted. `fault`: our statement or our schema is wrong.
 */
export type Trouble = 'pressure' | 'timeout' | 'memory' | 'rows' | 'cancelled' | 'refused' | 'fault'

const BY_CODE: Record<number, Trouble> = {
  158: 'rows',
  159: 'timeout',
  160: 'timeout',
  202: 'pressure',
  209: 'pressure',
  210: 'pressure',
  241: 'memory',
  242: 'pressure',
  243: 'pressure',
  252: 'pressure',
  307: 'rows',
  394: 'cancelled',
  396: 'rows',
  6: 'refused',
  26: 'refused',
  27: 'refused',
  38: 'refused',
  41: 'refused',
  69: 'refused',
  72: 'refused',
  117: 'refused',
  130: 'refused',
  131: 'refused',
  321: 'refused',
  349: 'refused',
  427: 'fault',
}

/** A failed statement. `message` is the engine's and may quote values: log the code, show the trouble. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly trouble: Trouble
  readonly code: number | undefined

  constructor(trouble: Trouble, code: number | undefined, message: string, options?: ErrorOptions) {
    super(message, options)
    this.trouble = trouble
    this.code = code
  }
}

/**
 * Classifies by the code, since errors of the in-process engine share no class with the client's;
 * its raw inserts tell the code only at the head of their message.
 * What has no numeric code never reached the engine: a refused or broken connection, thus pressure.
 */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const message = error instanceof Error ? error.message : String(error)
  const told = Number((error as { code?: unknown } | null)?.code)
  const code = told || Number(/^Code: (\d+)\./.exec(message)?.[1])
  if (!code) return new StoreError('pressure', undefined, message, { cause: error })
  return new StoreError(BY_CODE[code] ?? 'fault', code, message, { cause: error })
}
