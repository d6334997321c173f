/** Measures each number of events in a store of its own, and prints as it goes. */
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { migrate } from '@firefly/clickhouse/migrate'
import { openStore } from '@firefly/clickhouse/open'
import type { Store } from '@firefly/clickhouse/store'
import { generate, peopleOf } from './generate.ts'
import { type Compared, compare, openApi } from './measure.ts'
import { QUESTIONS } from './questions.ts'
import { growth, sideBySide } from './report.ts'

export interface QueryBench {
  /** How many events, ascending. */
  events: number[]
  times: number
  /** Where the events are kept; undefined for a temporary folder. */
  folder?: string
  /** A part of the titles that are asked. */
  only: string
}

export async function runQueryBench(bench: QueryBench): Promise<void> {
  const folder = bench.folder ?? (await mkdtemp(`${tmpdir()}/firefly-bench-query-`))
  const sizes = new Map<number, Compared[]>()
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}; the best of ${bench.times} runs`,
  )
  for (const events of bench.events) {
    const all = await measureSize(`${folder}/${events}`, events, bench)
    sizes.set(events, all)
    console.log(
      `\n${events.toLocaleString('en')} events, ${peopleOf(events).toLocaleString('en')} people\n\n${sideBySide(all)}`,
    )
  }
  if (sizes.size > 1) console.log(`\n${growth(sizes)}`)
  if (bench.folder === undefined) await rm(folder, { recursive: true, force: true })
}

async function measureSize(folder: string, events: number, { only, times }: QueryBench): Promise<Compared[]> {
  const store = await openStore(`chdb:${folder}`)
  await migrate(store)
  await fill(store, events)
  const app = await openApi(store)
  const all: Compared[] = []
  for (const question of QUESTIONS.filter(({ title }) => title.includes(only))) {
    console.error(`measuring: ${question.title} …`)
    all.push(await compare(app, store, question, times))
  }
  await app.close()
  await store.close()
  return all
}

/** Goes on where another run was interrupted. */
async function fill(store: Store, events: number): Promise<void> {
  const { rows } = await store.query<{ stored: string }>({
    sql: 'SELECT count() AS stored FROM events',
    params: {},
  })
  console.error(`generating: ${events.toLocaleString('en')} events …`)
  await generate(store, Number(rows[0]?.stored ?? 0), events, events)
}
