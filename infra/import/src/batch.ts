/** What is sent at once. */

export interface Batch {
  /** Each event as JSON. */
  events: string[]
  /** Line of the file of each event. */
  lines: number[]
  /** Number of the last row that the batch covers, wrong ones included. */
  end: number
  /** UTF-16 units of all events. */
  size: number
}

const MOST_EVENTS = 1_000
/** Well below what one request may have, whatever the characters: none takes more than three bytes a unit. */
const MOST_SIZE = 4 * 1024 * 1024

export const emptyBatch = (): Batch => ({ events: [], lines: [], end: 0, size: 0 })

export const isFull = ({ events, size }: Batch): boolean => events.length >= MOST_EVENTS || size >= MOST_SIZE
