/** `npm run bench:query`: every question beside plain SQL over the same events, and how its cost grows with them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { migrate } from '@firefly/clickhouse/migrate'
import { openStore } from '@firefly/clickhouse/open'
import { Command } from 'commander'
import { generate, peopleOf } from './generate.ts'
import { type Compared, compare, openApi } from './measure.ts'
import { QUESTIONS } from './questions.ts'
import { growth, sideBySide } from './report.ts'

interface Options {
  events: number[]
  times: number
  folder?: string
  only: string
}

const list = (text: string): number[] => text.split(',').map(Number)
const options = new Command('npm run bench:query --')
  .description(
    'Asks generated events every kind of question, ours and in plain SQL; prints, asserts nothing.',
  )
  .option('--events <list>', 'how many events, ascending', list, [1_000_000, 10_000_000])
  .option('--times <n>', 'runs of each question; the best counts', Number, 3)
  .option('--folder <path>', 'where the events are kept for another run; a temporary folder otherwise')
  .option('--only <text>', 'questions whose title has this text', '')
  .parse()
  .opts<Options>()

const folder = options.folder ?? (await mkdtemp(`${tmpdir()}/firefly-bench-query-`))
const questions = QUESTIONS.filter(({ title }) => title.includes(options.only))
const sizes = new Map<number, Compared[]>()
console.log(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}; the best of ${options.times} runs`,
)
for (const events of options.events) {
  const all = await measureSize(events)
  sizes.set(events, all)
  console.log(`\n${events.toLocaleString('en')} events, ${peopleOf(events).toLocaleString('en')} people\n`)
  console.log(sideBySide(all))
}
if (sizes.size > 1) console.log(`\n${growth(sizes)}`)
if (!options.folder) await rm(folder, { recursive: true, force: true })
// The engine in process keeps threads of its own.
process.exit(0)

async function measureSize(events: number): Promise<Compared[]> {
  const store = await openStore(`chdb:${folder}/${events}`)
  await migrate(store)
  await fill(store, events)
  const app = await openApi(store)
  const all: Compared[] = []
  for (const question of questions) {
    console.error(`measuring: ${question.title} …`)
    all.push(await compare(app, store, question, options.times))
  }
  await app.close()
  await store.close()
  return all
}

async function fill(store: Awaited<ReturnType<typeof openStore>>, events: number): Promise<void> {
  const { rows } = await store.query<{ stored: string }>({
    sql: 'SELECT count() AS stored FROM events',
    params: {},
  })
  const stored = Number(rows[0]?.stored ?? 0)
  console.error(`generating: ${events.toLocaleString('en')} events …`)
  await generate(store, stored, events, events)
}
