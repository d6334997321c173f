/** `npm run bench:ingest`: what the door takes and costs, beside servers that do less, in one run. */
import { Command } from 'commander'
import { CONTESTS } from './requests.ts'
import { benchIngest, type IngestOptions } from './run.ts'

const { only, ...options } = new Command('npm run bench:ingest --')
  .description(
    'Measures ingest over each log and in each dialect; prints ratios and CPU time, asserts nothing.',
  )
  .option('--seconds <n>', 'how long a round is', Number, 2)
  .option('--rounds <n>', 'how many rounds', Number, 5)
  .option('--connections <n>', 'connections kept alive by the sender', Number, 64)
  .option('--only <text>', 'contestants whose title has this in it', '')
  .option('--import-megabytes <n>', 'of one long import; 0 leaves it out', Number, 256)
  .parse()
  .opts<IngestOptions & { only: string }>()

console.log(
  await benchIngest(
    CONTESTS.filter(({ title }) => title.includes(only)),
    options,
  ),
)
