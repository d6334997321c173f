/** What one process tells all processes of a Firefly, itself included: for what people watch, never for what must not be lost. */

export interface Broadcast {
  /** Never waits. What cannot be sent is dropped, the oldest first, and reported. */
  tell(value: Uint8Array): void
  close(): Promise<void>
}

export interface BroadcastOptions {
  /** Names it, apart from others on the same brokers. */
  name: string
  /** Each value told by anybody, in order, those of the last minutes first; absent in a process that only tells. */
  hear?: ((value: Uint8Array) => void) | undefined
  /** So many values were dropped, because they came faster than they could be sent. */
  onDropped: (values: number) => void
  /** It cannot be reached now; it is tried again. */
  onTrouble: (error: unknown) => void
}
