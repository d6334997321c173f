/** Trying again until it works, for what must not be given up while a partition is held. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { OnLogEvent } from './port.ts'

export interface Patience {
  /** Throws when there is no point in going on. */
  mustGoOn: (error?: unknown) => void
  event: 'connection_lost' | 'commit_failed'
  onEvent: OnLogEvent
}

const RETRY_MS = 250

export async function patiently<Answer>(
  ask: () => Promise<Answer>,
  { mustGoOn, event, onEvent }: Patience,
): Promise<Answer> {
  mustGoOn()
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      onEvent({ name: event, detail: error instanceof Error ? error.message : String(error) })
      await sleep(RETRY_MS)
      mustGoOn(error)
    }
  }
}
