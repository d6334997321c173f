/** What both couriers promise, that of the whole tracker and that of the smallest, and the sizes and times they share. */

export interface Courier {
  /** Takes an event as JSON, its own context and its size where they are known (see `Row`); the rest happens later. */
  add: (text: string, own?: string, size?: number) => void
  /** From here on events may be kept and sent. Takes over what earlier visits and closed tabs left. */
  start: () => void
  /** Sends until nothing waits or the collector cannot take more now. Never rejects. */
  flush: () => Promise<void>
  /** The user is leaving: sends and keeps whatever can be, without waiting for anything. `gone`: for good. */
  leave: (gone: boolean) => void
  /** The user or the network is back; while the page was gone, others may have taken what was kept. */
  back: () => void
  /** Neither keeps nor sends from here on, and forgets what it has in memory. */
  stop: () => void
}

/** What the frame and the shared context may take beside the events, in bytes. */
export const FRAME_BYTES = 2_048
/** How long events may wait in memory before they are kept, in milliseconds. */
export const WRITE_AFTER_MS = 100
/** A tab that has just crashed may still seem to live. */
export const ADOPT_AGAIN_MS = 30_000
/** The status of a batch that has to be split. */
export const TOO_LARGE = 413
