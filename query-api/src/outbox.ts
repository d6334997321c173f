/** What one reader has not read yet: a bounded queue that leaves out the oldest and tells how many. */
import type { Writable } from 'node:stream'

export interface OutboxOptions {
  /** Bytes that may wait behind the stream's own buffer. */
  maxBytes: number
  /** What the reader is sent in place of `dropped` texts. */
  notice: (dropped: number) => string
}

/** Gives the one way to write to `stream`. */
export function createOutbox(stream: Writable, { maxBytes, notice }: OutboxOptions): (text: string) => void {
  const waiting: string[] = []
  let bytes = 0
  let dropped = 0
  stream.on('drain', () => {
    if (dropped > 0) stream.write(notice(dropped))
    dropped = 0
    while (waiting.length > 0 && !stream.writableNeedDrain) {
      const text = waiting.shift() ?? ''
      bytes -= Buffer.byteLength(text)
      stream.write(text)
    }
  })
  return (text) => {
    // Nobody reads what comes after the end.
    if (!stream.writable) return
    if (!stream.writableNeedDrain) return void stream.write(text)
    waiting.push(text)
    bytes += Buffer.byteLength(text)
    while (bytes > maxBytes) {
      bytes -= Buffer.byteLength(waiting.shift() ?? '')
      dropped++
    }
  }
}
