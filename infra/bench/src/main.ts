/** `npm run bench`: one table, each figure beside the baseline of the same run. */
import { Command } from 'commander'
import { type BenchOptions, runBench } from './run.ts'

const options = new Command('npm run bench --')
  .description('Measures the way of an event; prints ratios, asserts nothing.')
  .option('--seconds <n>', 'how long a round is', Number, 2)
  .option('--rounds <n>', 'how many rounds', Number, 5)
  .option('--connections <n>', 'connections kept alive by the sender', Number, 64)
  .option('--probes <n>', 'events whose freshness is measured', Number, 100)
  .parse()
  .opts<BenchOptions>()

console.log(await runBench(options))
