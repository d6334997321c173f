/** `npm run bench:pipeline`: what the engine takes, what the processors make of it, and what is left from HTTP to a query. */
import { Command } from 'commander'
import { measureDisk } from './disk.ts'
import { measureProcessors, readyRows } from './processors-alone.ts'
import { measureRawInserts } from './raw-insert.ts'
import { reportOf } from './report.ts'
import { measureWhole } from './whole.ts'

interface Options {
  seconds: number
  connections: number
  events: number
  rounds: number
}

const options = new Command('npm run bench:pipeline --')
  .description('Measures the way from HTTP to a row in one run; prints ratios and CPU time, asserts nothing.')
  .option('--seconds <n>', 'how long the whole product is measured, twice', Number, 20)
  .option('--connections <n>', 'connections kept alive by the sender', Number, 32)
  .option('--events <n>', 'events for the processors alone', Number, 600_000)
  .option('--rounds <n>', 'blocks of 40,000 rows a format', Number, 5)
  .parse()
  .opts<Options>()

const say = (what: string): void => console.error(`measuring: ${what} …`)
say('processors alone')
const alone = await measureProcessors(options.events)
say('raw inserts, format by format')
const raw = await measureRawInserts(readyRows(40_000), options.rounds)
say('bytes on disk')
const disk = await measureDisk()
say('HTTP to queryable, freshness, drain')
const whole = await measureWhole(options)
console.log(reportOf({ alone, raw, disk, whole }))
