/** The role that makes rows of records, from when it is known what may be stored. */
import type { Store } from '@firefly/clickhouse/store'
import { type Processors, startProcessors } from '@firefly/processors/consume'
import type { Base } from '../base.ts'
import { GROUP } from '../group.ts'
import type { LiveHub } from '../live-hub.ts'
import { observeProcessor } from '../observe.ts'
import { openProcessing } from './pipeline.ts'

/** Rejects when a step of the operator's or the file of places cannot be used. */
export async function startProcessing(base: Base, store: Store, live: LiveHub): Promise<void> {
  const { config, log, clock, rules, telemetry, lifecycle } = base
  const { pipeline, ownSteps, watch } = await openProcessing(config, rules, telemetry)
  lifecycle.started({ name: 'places', stop: async () => watch.stop() })
  const { isWatched, publish } = live
  const tells = { onEvent: observeProcessor.bind(undefined, telemetry), onStored: publish, isWatched }
  const start = (): Promise<Processors> =>
    startProcessors({ log, store, group: GROUP, clock, pipeline, ownSteps, ...tells })
  startWhenKnown(base, start)
}

/** Nothing is stored before it is known what may be stored. */
function startWhenKnown({ rules, lifecycle }: Base, start: () => Promise<Processors>): void {
  const waiting = new AbortController()
  const starting = rules.known(waiting.signal).then((isKnown) => (isKnown ? start() : undefined))
  starting
    .then((processors) => processors?.done)
    .catch((error: unknown) => lifecycle.fail('the processors cannot go on', error))
  const stop = async (): Promise<void> => {
    waiting.abort()
    await (await starting)?.stop()
  }
  lifecycle.started({ name: 'processors', stop })
}
