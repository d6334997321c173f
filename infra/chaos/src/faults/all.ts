/** Every fault that can be inflicted on a running world, by name. */
import type { Fault } from '../fault.ts'
import { askToStop } from './ask-to-stop.ts'
import { badNetwork } from './bad-network.ts'
import { brokerDown } from './broker-down.ts'
import { failingLog, failingStore } from './failing-disk.ts'
import { freezeProcessor } from './freeze-processor.ts'
import { clocks } from './clocks.ts'
import { fullLog, fullStore } from './full-disk.ts'
import { hotKey } from './hot-key.ts'
import { killBroker } from './kill-broker.ts'
import { killIngest, killStandalone } from './kill-collector.ts'
import { killProcessor } from './kill-processor.ts'
import { killStore } from './kill-store.ts'
import { lateBatch } from './late-batch.ts'
import { poison } from './poison.ts'
import { rebalance } from './rebalance.ts'
import { storeDown } from './store-down.ts'

export const FAULTS: readonly Fault[] = [
  killStandalone,
  killProcessor,
  killIngest,
  killBroker,
  killStore,
  brokerDown,
  storeDown,
  freezeProcessor,
  rebalance,
  badNetwork,
  askToStop,
  fullLog,
  fullStore,
  failingLog,
  failingStore,
  clocks,
  hotKey,
  lateBatch,
  poison,
]
