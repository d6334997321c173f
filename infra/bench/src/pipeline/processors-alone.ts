/** Processors without HTTP: a log full of records, until the last of them is stored. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@firefly/clickhouse/migrate'
import { openStore } from '@firefly/clickhouse/open'
import type { EventRow } from '@firefly/clickhouse/tables/events'
import { createMemoryLog } from '@firefly/event-log/memory'
import { openRecord } from '@firefly/processors/arrival'
import { startProcessors } from '@firefly/processors/consume'
import { openEventsPipeline } from '@firefly/processors/pipelines/events'
import { BATCH, recordOf } from './corpus.ts'
import { type Cost, costOf } from './cost.ts'

export interface Alone {
  events: number
  cost: Cost
  /** Mean microseconds an event by step, of those that were timed. */
  steps: Map<string, number>
}

export async function measureProcessors(events: number): Promise<Alone> {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-bench-processors-'))
  const store = await openStore(`chdb:${join(folder, 'store')}`)
  await migrate(store)
  // The first ones run while nothing is compiled yet.
  await drain(store, Math.min(events, 100_000), 10_000_000)
  const alone = await drain(store, events, 0)
  await store.close()
  rmSync(folder, { recursive: true, force: true })
  return alone
}

async function drain(
  store: Awaited<ReturnType<typeof openStore>>,
  events: number,
  first: number,
): Promise<Alone> {
  const log = createMemoryLog()
  for (let number = 0; number < events / BATCH; number++)
    await log.append({ key: 'bench', value: recordOf(first + number), events: BATCH })
  const timed = new Map<string, { sum: number; count: number }>()
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
        const { sum, count } = timed.get(event.step) ?? { sum: 0, count: 0 }
        timed.set(event.step, { sum: sum + event.milliseconds * 1000, count: count + 1 })
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
    steps: new Map([...timed].map(([step, { sum, count }]) => [step, sum / count])),
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
