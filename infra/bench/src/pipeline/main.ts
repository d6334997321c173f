/** `npm run bench:pipeline`: what the engine takes, what the processors make of it, and what is left from HTTP to a query. */
import { Command } from 'commander'
import { measureDisk } from './disk.ts'
import { measureInserts } from './inserts.ts'
import { measureParts } from './parts.ts'
import { measureProcessors, readyRows } from './processors-alone.ts'
import { measureRawInserts } from './raw-insert.ts'
import { reportOf } from './report.ts'
import { measureWhole } from './whole.ts'

interface Options {
  seconds: number
  connections: number
  events: number
  rounds: number
  only?: string[]
}

const PARTS = ['parts', 'inserts', 'alone', 'raw', 'disk', 'whole']

const options = new Command('npm run bench:pipeline --')
  .description('Measures the way from HTTP to a row in one run; prints ratios and CPU time, asserts nothing.')
  .option(
    '--seconds <n>',
    'how long the whole product is under full load, and again at 80 % of it',
    Number,
    20,
  )
  .option('--connections <n>', 'connections kept alive by the sender', Number, 32)
  .option('--events <n>', 'events for the processors alone', Number, 600_000)
  .option('--rounds <n>', 'blocks of 40,000 rows a format', Number, 5)
  .option('--only <names...>', `some of ${PARTS.join(', ')}`)
  .addHelpText(
    'after',
    `
Ten minutes of the whole product, its freshness, drain, memory and processor time in one table:
  npm run bench:pipeline -- --only whole --seconds 600
Where the processor time of one event goes, in a minute:
  npm run bench:pipeline -- --only parts inserts`,
  )
  .parse()
  .opts<Options>()

/** Measures what was asked for, or everything. */
async function measured<Result>(
  part: string,
  what: string,
  measure: () => Promise<Result>,
): Promise<Result | undefined> {
  if (options.only && !options.only.includes(part)) return undefined
  console.error(`measuring: ${what} …`)
  return measure()
}

console.log(
  reportOf({
    parts: await measured('parts', 'the parts of making a block', measureParts),
    inserts: await measured('inserts', 'what an insert costs', measureInserts),
    alone: await measured('alone', 'processors alone', () => measureProcessors(options.events)),
    raw: await measured('raw', 'raw inserts, format by format', () =>
      measureRawInserts(readyRows(40_000), options.rounds),
    ),
    disk: await measured('disk', 'bytes on disk', measureDisk),
    whole: await measured('whole', 'HTTP to queryable, freshness, drain', () => measureWhole(options)),
  }),
)
