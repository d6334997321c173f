/** `npm run bench:ingest`: what the door takes and costs, beside servers that do less, in one run. */
import { Command } from 'commander'
import { benchIngest, type IngestBenchOptions } from './run.ts'

const options = new Command('npm run bench:ingest --')
  .description(
    'Measures ingest over each log and in each dialect; prints ratios and CPU time, asserts nothing.',
  )
  .option('--seconds <n>', 'how long each contestant is measured, twice', Number, 5)
  .option('--connections <n>', 'connections kept alive by the sender', Number, 32)
  .parse()
  .opts<IngestBenchOptions>()

console.log(await benchIngest(options))
