/** `npm run bench:ingest`: what the door takes and costs, beside servers that do less, in one run. */
import { Command } from 'commander'
import type { CompeteOptions } from './compete.ts'
import { CONTESTS } from './requests.ts'
import { benchIngest } from './run.ts'

const { only, ...options } = new Command('npm run bench:ingest --')
  .description(
    'Measures ingest over each log and in each dialect; prints ratios and CPU time, asserts nothing.',
  )
  .option('--seconds <n>', 'how long a round is', Number, 2)
  .option('--rounds <n>', 'how many rounds', Number, 5)
  .option('--connections <n>', 'connections kept alive by the sender', Number, 64)
  .option('--only <text>', 'contestants whose title has this in it', '')
  .parse()
  .opts<CompeteOptions & { only: string }>()

console.log(
  await benchIngest(
    CONTESTS.filter(({ title }) => title.includes(only)),
    options,
  ),
)
