/** Measures each number of events in a store of its own, and prints as it goes. */
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '@firefly/clickhouse/migrate'
import { openStore } from '@firefly/clickhouse/open'
import type { Store } from '@firefly/clickhouse/store'
import { createSealing } from '@firefly/query-api/rollups/sealing'
import { measureExports } from './export.ts'
import type { FastifyInstance } from 'fastify'
import { generate, joinPeople, peopleOf, PROJECT, removeLive } from './generate.ts'
import { fillWindow, measureLive } from './live.ts'
import { type Compared, compare, openApi } from './measure.ts'
import { QUESTIONS } from './questions.ts'
import { BEYOND, exportTable, filledLine, growth, liveLine, sideBySide } from './report.ts'

export interface QueryBench {
  /** How many events, ascending. */
  events: number[]
  times: number
  /** The share of all people who are joined with their devices. */
  joined: number
  /** Where the events are kept; undefined for a temporary folder. */
  data?: string
  /** A part of the titles that are asked. */
  only: string
  /** Seconds of realtime under load. */
  live: number
  /** Minutes of such events that are there before, in the largest store. */
  window: number
  /** Rows that are exported. */
  export: number
}

export async function runQueryBench(bench: QueryBench): Promise<void> {
  const folder = bench.data ?? (await mkdtemp(`${tmpdir()}/firefly-bench-query-`))
  const sizes = new Map<number, Compared[]>()
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}; the best of ${bench.times} runs`,
  )
  for (const events of bench.events) {
    const all = await measureSize(`${folder}/${events}`, events, bench, events === bench.events.at(-1))
    sizes.set(events, all)
    console.log(
      `\n${events.toLocaleString('en')} events, ${peopleOf(events).toLocaleString('en')} people\n\n${sideBySide(all)}\n\n${BEYOND}`,
    )
  }
  if (sizes.size > 1) console.log(`\n${growth(sizes)}`)
  if (bench.data === undefined) await rm(folder, { recursive: true, force: true })
}

async function measureSize(
  folder: string,
  events: number,
  { only, times, joined, live, window: minutes, export: exported }: QueryBench,
  isLast: boolean,
): Promise<Compared[]> {
  const store = await openStore(`chdb:${folder}`)
  await migrate(store)
  await fill(store, events)
  await seal(store)
  if (joined > 0) await join(store, events, joined)
  const app = await openApi(store)
  const all: Compared[] = []
  for (const question of QUESTIONS.filter(({ title }) => title.includes(only))) {
    console.error(`measuring: ${question.title} …`)
    all.push(await compare(app, store, question, times))
  }
  if (live > 0) await measureRealtime(app, store, live, isLast ? minutes : 0)
  if (exported > 0) console.log(`\n${exportTable(await measureExports(app, exported))}`)
  await app.close()
  await store.close()
  return all
}

/** With nothing there before, and with as much as comes in so many minutes. */
async function measureRealtime(
  app: FastifyInstance,
  store: Store,
  live: number,
  minutes: number,
): Promise<void> {
  console.log(`\n${liveLine(await measureLive(app, store, live), 0)}`)
  if (minutes > 0) {
    console.error(`generating: ${minutes} minutes of what comes in …`)
    console.log(`\n${filledLine(await fillWindow(app, store, minutes))}`)
    console.log(`\n${liveLine(await measureLive(app, store, live), minutes)}`)
  }
  await removeLive(store)
}

/** Goes on where another run was interrupted. */
async function fill(store: Store, events: number): Promise<void> {
  const { rows } = await store.query<{ stored: string }>({
    sql: 'SELECT count() AS stored FROM events WHERE project = {project:String}',
    params: { project: PROJECT },
  })
  console.error(`generating: ${events.toLocaleString('en')} events …`)
  await generate(store, Number(rows[0]?.stored ?? 0), events, events)
}

/** With each look the numbers of 40,000 people become others. */
const LOOKS = 30

/** After the days were sealed, so that they know nobody of them. What is told in the second in which it is looked for may be too late for it. */
async function join(store: Store, events: number, share: number): Promise<void> {
  await joinPeople(store, events, share)
  await sleep(1_000)
  for (let look = 0; look < LOOKS; look++) await seal(store)
}

/** As Firefly does by itself once the days are over and quiet. */
async function seal(store: Store): Promise<void> {
  const started = performance.now()
  const onFailure = (error: unknown): void => console.error('days were not sealed:', error)
  const options = { store, project: PROJECT, calendars: ['utc'] as const, clock: Date.now, quietMs: 0 }
  const days = await createSealing({ ...options, onFailure }).look()
  if (days > 0) console.error(`sealed ${days} days in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}
