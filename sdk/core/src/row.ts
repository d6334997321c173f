/** One unsent event as the queue holds it: serialised once, in parts that a batch can share. */

/** Rows that are kept together; the chunk goes when the last of them does. */
export interface Chunk {
  readonly key: string
  left: number
  /** True once a store has it. */
  durable: boolean
  /** Some of what is kept is done with. */
  stale: boolean
}

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
  /** Acknowledged, refused for good, or dropped. */
  done?: boolean
  /** Where it is kept, or on its way to; none while it is in memory alone. */
  chunk?: Chunk | undefined
}

type Kept = [id: string, text: string, base: string, own: string, bytes: number]

export const rowOf = (...[id, text, base, own, bytes]: Kept): Row => ({ id, text, base, own, bytes })

export const rowsToText = (rows: readonly Row[]): string =>
  JSON.stringify(rows.map(({ id, text, base, own, bytes }): Kept => [id, text, base, own, bytes]))

/** Reads rows back; throws on text that is not ours. */
export const textToRows = (text: string): Row[] => (JSON.parse(text) as Kept[]).map((kept) => rowOf(...kept))

export const sizeOf = (rows: readonly Row[]): number => rows.reduce((sum, { bytes }) => sum + bytes, 0)
