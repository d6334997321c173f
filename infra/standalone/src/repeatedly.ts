/** Work that is done again and again, one at a time, and once more at the end. */
import { setTimeout as sleep } from 'node:timers/promises'

export interface Repeated {
  /** Once more, however long the next turn is away; resolves when it is done. */
  now(): Promise<void>
  /** Does it a last time, for which it waits only so long. */
  stop(): Promise<void>
}

const LAST_MS = 5_000

/** `work` must not reject. */
export function repeatedly(work: () => Promise<void>, everyMs: number): Repeated {
  let last = Promise.resolve()
  let isWaiting = false
  const now = (): Promise<void> => (last = last.then(work))
  // Slow work must not pile up behind itself.
  const timer = setInterval(() => {
    if (isWaiting) return
    isWaiting = true
    void now().finally(() => (isWaiting = false))
  }, everyMs).unref()
  return {
    now,
    async stop() {
      clearInterval(timer)
      await Promise.race([now(), sleep(LAST_MS, undefined, { ref: false })])
    },
  }
}
