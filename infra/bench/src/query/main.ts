/** `npm run bench:query`: every question beside plain SQL over the same events, and how its cost grows with them. */
import { Command } from 'commander'
import { type QueryBench, runQueryBench } from './run.ts'

const list = (text: string): number[] => text.split(',').map(Number)
const options = new Command('npm run bench:query --')
  .description(
    'Asks generated events every kind of question, ours and in plain SQL; prints, asserts nothing.',
  )
  .option('--events <list>', 'how many events, ascending', list, [1_000_000, 10_000_000])
  .option('--times <n>', 'runs of each question; the best counts', Number, 3)
  .option(
    '--data <folder>',
    'where the events are kept for another run, a store for each number of them; a temporary folder otherwise',
  )
  .option(
    '--joined <share>',
    'share of the people who are joined with their devices, up to 1; with --data they stay so',
    Number,
    0,
  )
  .option('--only <text>', 'questions whose title has this text', '')
  .option('--live <seconds>', 'how long events come in while realtime is asked; 0 leaves it out', Number, 20)
  .option(
    '--window <minutes>',
    'for how long such events came in before realtime is asked once more, in the largest store; they take a quarter of an hour or more to make for half an hour; 0 leaves it out',
    Number,
    0,
  )
  .option('--export <rows>', 'rows that are exported as CSV and as lines of JSON; 0 leaves it out', Number, 0)
  .parse()
  .opts<QueryBench>()

await runQueryBench(options)
// The engine in process keeps threads of its own.
process.exit(0)
