/** What the mock collector can do to a batch. */

export type Behaviour =
  /** 200; events of the names in `rejects` are not kept, each with its code. After `slowMs` milliseconds of ours. */
  | { kind: 'accept'; rejects?: Record<string, string>; slowMs?: number }
  /** Keeps nothing, and says so. */
  | { kind: 'status'; status: number; retryAfter?: string }
  /** 413 for batches of more than so many events; smaller ones are accepted. */
  | { kind: 'tooLarge'; most: number }
  /** 200 with a page of HTML, as a captive portal answers; keeps nothing. */
  | { kind: 'portal' }
  /** The connection ends in the middle of the answer, with the events kept or not. */
  | { kind: 'cut'; keeps: boolean }
  /** Never answers, and keeps nothing. */
  | { kind: 'silence' }

export const accept: Behaviour = { kind: 'accept' }
export const rejecting = (rejects: Record<string, string>): Behaviour => ({ kind: 'accept', rejects })
export const slow = (slowMs: number): Behaviour => ({ kind: 'accept', slowMs })
export const status = (code: number, retryAfter?: string): Behaviour => ({
  kind: 'status',
  status: code,
  ...(retryAfter !== undefined && { retryAfter }),
})
export const tooLarge = (most: number): Behaviour => ({ kind: 'tooLarge', most })
export const portal: Behaviour = { kind: 'portal' }
export const cut = (keeps: boolean): Behaviour => ({ kind: 'cut', keeps })
export const silence: Behaviour = { kind: 'silence' }
