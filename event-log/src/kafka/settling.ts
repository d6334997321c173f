/** Asks again while brokers are settling: a leader was just chosen, or has just moved. */
import { setTimeout as sleep } from 'node:timers/promises'

const LONGEST_MS = 5_000
const AGAIN_MS = 200

/** Rejects with what the brokers said when it lasts longer than five seconds, or is nothing that passes. */
export async function whileSettling<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (const until = Date.now() + LONGEST_MS; ; await sleep(AGAIN_MS)) {
    try {
      return await ask()
    } catch (error) {
      const passes = (error as { retriable?: boolean } | null)?.retriable === true
      if (!passes || Date.now() > until) throw error
    }
  }
}
