/** Values that wait to be told: so many and so many bytes, then the oldest go. */

export interface Outbox {
  put(value: Uint8Array): void
  /** All that wait, in order. */
  take(): Uint8Array[]
}

export interface OutboxOptions {
  mostValues: number
  mostBytes: number
  onDropped: (values: number) => void
}

export function createOutbox({ mostValues, mostBytes, onDropped }: OutboxOptions): Outbox {
  let waiting: Uint8Array[] = []
  let bytes = 0
  return {
    put(value) {
      waiting.push(value)
      bytes += value.length
      while (waiting.length > mostValues || bytes > mostBytes) {
        bytes -= waiting.shift()?.length ?? 0
        onDropped(1)
      }
    },
    take() {
      const taken = waiting
      ;[waiting, bytes] = [[], 0]
      return taken
    },
  }
}
