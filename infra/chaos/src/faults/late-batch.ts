import type { Fault } from '../fault.ts'
import { clockOf, eventOf } from '../payload.ts'

const DAYS = 400
const DAY_MS = 24 * 60 * 60 * 1000
/** Far from the numbers of the load. */
const FIRST = 1_000_000_000
const DEVICE = 999

/** A phone that was offline for more than a year sends it all at once. */
export const lateBatch: Fault = {
  name: 'late-batch',
  about: `one batch over ${DAYS} days`,
  modes: ['standalone', 'kafka'],
  times: 1,
  async inflict({ world, ledger, run, times, broken }) {
    for (let time = 0; time < times; time++) {
      const first = FIRST + time * DAYS
      ledger.attempt(DEVICE, first, first + DAYS - 1)
      const now = Date.now()
      const batch = Array.from({ length: DAYS }, (_, day) =>
        eventOf(run, first + day, DEVICE, now, day * DAY_MS),
      )
      const answer = await fetch(`${world.ingest.url}/v1/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${world.writeKey}` },
        body: JSON.stringify({ sentAt: new Date(clockOf(DEVICE, now)).toISOString(), batch }),
      })
      if (!answer.ok) broken(`a batch over ${DAYS} days is accepted, not answered with ${answer.status}`)
      for (let n = first; n < first + DAYS; n++) ledger.settle(n, answer.ok ? 'acked' : 'unknown')
    }
  },
}
