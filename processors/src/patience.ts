/** Asking the store until it answers: pressure passes, and a fault of ours is fixed by a new release, not by loss. */
import { setTimeout as sleep } from 'node:timers/promises'
import { StoreError } from '@firefly/clickhouse/errors'

/** Told before each new try. */
export type OnRetry = (error: StoreError, waitMs: number) => void

export interface Patience {
  signal: AbortSignal
  onRetry: OnRetry
}

const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 10_000

/** Rejects when `signal` aborts, when the store refuses for good, and on what is no trouble of the store's. */
export async function patiently<Answer>(
  ask: () => Promise<Answer>,
  { signal, onRetry }: Patience,
): Promise<Answer> {
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    signal.throwIfAborted()
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof StoreError) || error.trouble === 'refused') throw error
      const waitMs = wait * (0.5 + Math.random() / 2)
      onRetry(error, waitMs)
      await sleep(waitMs, undefined, { signal })
    }
  }
}
