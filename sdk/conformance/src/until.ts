/** Waits for a condition, never for a time; a machine may be slow. */
import { setTimeout as sleep } from 'node:timers/promises'

const LONGEST_MS = 60_000
const EVERY_MS = 10

/** Rejects with what `say` says when it does not come true. */
export async function until(test: () => boolean | Promise<boolean>, say: () => string): Promise<void> {
  const end = performance.now() + LONGEST_MS
  while (!(await test())) {
    if (performance.now() > end) throw new Error(`not within ${LONGEST_MS / 1000} s: ${say()}`)
    await sleep(EVERY_MS)
  }
}
