/** One unsent event as the queue holds it. */

export interface Row {
  /** The event's JSON. No two events have the same, for each has a `messageId`. */
  readonly text: string
  /** Its end: JSON of the context that changes as the user moves. Unknown for events of an earlier page. */
  readonly own?: string | undefined
  /** JSON of what its context has in common with that of others; empty when its own is all. */
  readonly base: string
  /** Under which it is kept, with others. */
  readonly chunk: string
  /** Upper bound of what it adds to a body. */
  readonly size: number
  /** In a request that has not been answered. */
  sending?: boolean
}

/** Length in UTF-8 at most, without the encoder that mini-programs lack: beyond ASCII a UTF-16 unit takes three bytes at most. */
export const bytesOf = (text: string): number => text.replace(/[^\0-\x7f]/g, '...').length

export const sizeOf = (rows: readonly Pick<Row, 'size'>[]): number =>
  rows.reduce((sum, { size }) => sum + size, 0)
export const textOf = ({ text }: Pick<Row, 'text'>): string => text
export const isSending = ({ sending }: Pick<Row, 'sending'>): boolean | undefined => sending
export const isWaiting = ({ sending }: Pick<Row, 'sending'>): boolean => !sending
