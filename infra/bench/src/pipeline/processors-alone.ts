/** Processors without HTTP: a log full of records, until the last of them is stored. */
import type { Store } from '@firefly/clickhouse/store'
import type { EventRow } from '@firefly/clickhouse/tables/events'
import { createMemoryLog } from '@firefly/event-log/memory'
import { openRecord } from '@firefly/processors/arrival'
import { startProcessors } from '@firefly/processors/consume'
import { openEventsPipeline } from '@firefly/processors/pipelines/events'
import { percentile } from '../table.ts'
import { BATCH, recordOf } from './corpus.ts'
import { type Cost, costOf } from './cost.ts'
import { withStore } from './with-store.ts'

export interface Alone {
  events: number
  cost: Cost
  /** Median microseconds of an event by step, of those that were timed: a mean would tell how busy the machine was. */
  steps: Map<string, number>
}

export const measureProcessors = (events: number): Promise<Alone> =>
  withStore(async (store) => {
    // The first ones run while nothing is compiled yet.
    await drain(store, Math.min(events, 100_000), 10_000_000)
    return drain(store, events, 0)
  })

async function drain(store: Store, events: number, first: number): Promise<Alone> {
  const log = createMemoryLog()
  for (let number = 0; number < events / BATCH; number++)
    await log.append({ key: 'bench', value: recordOf(first + number), events: BATCH })
  const timed = new Map<string, number[]>()
  const cost = await costOf(async () => {
    let stored = 0
    let finish: () => void
    const done = new Promise<void>((resolve) => (finish = resolve))
    const processors = await startProcessors({
      log,
      store,
      pipeline: openEventsPipeline(),
      clock: Date.now,
      onEvent: (event) => {
        if (event.name === 'chunk_stored' && (stored += event.stored) >= events) finish()
        if (event.name !== 'step_timed') return
        const times = timed.get(event.step) ?? []
        timed.set(event.step, times)
        times.push(event.milliseconds * 1000)
      },
      onStored: () => undefined,
      isWatched: () => false,
    })
    await done
    await processors.stop()
  })
  await log.close()
  return {
    events,
    cost,
    steps: new Map(
      [...timed].map(([step, times]) => [
        step,
        percentile(
          times.toSorted((a, b) => a - b),
          0.5,
        ),
      ]),
    ),
  }
}

/** Rows of the same corpus, to be inserted as they are. */
export function readyRows(count: number): EventRow[] {
  const pipeline = openEventsPipeline()
  return Array.from({ length: count / BATCH }, (_, number) => number).flatMap((number) => {
    const opened = openRecord(recordOf(number), 0, number)
    return (opened.ok ? opened.arrivals : []).flatMap((arrival) => {
      const outcome = pipeline.run(arrival)
      return outcome.kind === 'ok' ? [outcome.value] : []
    })
  })
}
