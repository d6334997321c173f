/** A Firefly that can be told to die at a certain point, or to have a certain bug; otherwise the very same process. */
import { openStore } from '@firefly/clickhouse/open'
import { openMetadata } from '@firefly/metadata/open'
import { openEventLog } from '@firefly/event-log/open'
import { readStandaloneConfig } from '@firefly/standalone/config'
import { startStandalone } from '@firefly/standalone/standalone'
import { readPlan } from './plan-of-victim.ts'
import { planSabotage } from './sabotage.ts'

const plan = readPlan(process.env)
const sabotage = planSabotage(plan)
const { lifecycle } = await startStandalone(readStandaloneConfig(process.env), {
  clock: () => Date.now() + (plan.clockSkewMs ?? 0),
  openLog: async (url, options) => sabotage.log(await openEventLog(url, options)),
  openMetadata,
  openStore: async (url, options) => sabotage.store(await openStore(url, options)),
})
lifecycle.exitOnSignals()
