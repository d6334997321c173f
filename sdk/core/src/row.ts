/** One unsent event as the queue holds it: serialised once, in parts that a batch can share. */
import type { Chunk } from './journal.ts'

export interface Row {
  /** The event's `messageId`. */
  readonly id: string
  /** The event's JSON without its context. */
  readonly text: string
  /** JSON of the context that is constant for a visit; empty when the event shares nothing. */
  readonly base: string
  /** JSON of the context that changes as the user moves. */
  readonly own: string
  /** Upper bound of what it adds to a body, in bytes. */
  readonly bytes: number
  /** In a request that has not been answered. */
  sending?: boolean
  /** Where it is kept; none while it is in memory alone. */
  chunks?: Chunk[]
}

type Kept = [id: string, text: string, base: string, own: string, bytes: number]

export const rowsToText = (rows: readonly Row[]): string =>
  JSON.stringify(rows.map(({ id, text, base, own, bytes }): Kept => [id, text, base, own, bytes]))

/** Reads rows back; throws on text that is not ours. */
export function textToRows(text: string): Row[] {
  return (JSON.parse(text) as Kept[]).map(([id, event, base, own, bytes]) => {
    if (typeof id !== 'string' || typeof event !== 'string' || typeof bytes !== 'number')
      throw new TypeError('expected [id, text, base, own, bytes]')
    return { id, text: event, base, own, bytes }
  })
}
