/** What a server decides, with a default for all but the key and the address. */
import type { BeforeSend } from '@firefly/core/event'
import type { Tuning } from '@firefly/core/options'
import type { Hooks } from '@firefly/core/report'

export interface FireflyOptions extends Hooks, Partial<Tuning> {
  /** The project's write key. */
  writeKey: string
  /** Origin of the collector, such as `https://collect.example.com`. */
  host: string
  /**
   * Where unsent events are kept, so that the next start sends them. Events live in memory alone without it.
   * Several processes may share it on one machine.
   */
  folder?: string | undefined
  /** Changes an event, or vetoes it with null or false. */
  beforeSend?: BeforeSend | undefined
}

/** A server has more memory and no page that may close: larger batches, a longer queue. */
export const SERVER_TUNING = {
  flushAt: 200,
  flushInterval: 1_000,
  maxBatchBytes: 1_000_000,
  maxQueueEvents: 50_000,
  maxQueueBytes: 64_000_000,
} as const satisfies Partial<Tuning>
