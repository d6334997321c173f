import { randomBytes } from 'node:crypto'
import { openEventLog } from '@firefly/event-log/open'
import type { Fault } from '../fault.ts'
import { until } from '../wait.ts'

const STUCK_MS = 10_000

/** Records that nobody can read, in every partition: each is set aside, and none holds up what comes behind it. */
export const poison: Fault = {
  name: 'poison',
  about: 'records that cannot be decoded',
  modes: ['kafka'],
  times: 100,
  async inflict({ world, times, random, say, broken, recovered }) {
    const log = await openEventLog(world.logUrl)
    const before = (await world.status()).quarantined
    for (let time = 0; time < times; time++)
      await log.append({ key: `poison-${time}`, events: 1, value: randomBytes(random.between(0, 400)) })
    await log.close()
    const aside = async (): Promise<boolean> => (await world.status()).quarantined === before + times
    const ms = await until(aside, STUCK_MS)
    if (ms === undefined) broken(`${times} poisoned records are set aside within ${STUCK_MS / 1000} s`)
    else recovered(ms)
    say(`${times} poisoned records`)
  },
}
