/** What may be asked of `npm run bench:pipeline`. */
import { Command } from 'commander'

interface Options {
  seconds: number
  connections: number
  rate?: number
  events: number
  rounds: number
  only?: string[]
  file?: string[]
}

const PARTS = ['parts', 'inserts', 'alone', 'raw', 'disk', 'people', 'whole']

export const options = new Command('npm run bench:pipeline --')
  .description('Measures the way from HTTP to a row in one run; prints ratios and CPU time, asserts nothing.')
  .option(
    '--seconds <n>',
    'how long the whole product is under full load, and again at 80 % of it',
    Number,
    20,
  )
  .option('--connections <n>', 'connections kept alive by the sender', Number, 32)
  .option(
    '--rate <n>',
    'events a second sent to the whole product; as many as it takes when not given',
    Number,
  )
  .option('--events <n>', 'events for the processors alone', Number, 600_000)
  .option('--rounds <n>', 'blocks of 40,000 rows a format', Number, 5)
  .option('--only <names...>', `some of ${PARTS.join(', ')}`)
  .option('--file <paths...>', 'for disk: files of your own, one event in JSON a line, plain or gzip')
  .addHelpText(
    'after',
    `
Ten minutes of the whole product, its freshness, drain, memory and processor time in one table:
  npm run bench:pipeline -- --only whole --seconds 600 --rate 60000
Where the processor time of one event goes, in a minute:
  npm run bench:pipeline -- --only parts inserts
Bytes an event of your own takes on disk:
  npm run bench:pipeline -- --only disk --file events.ndjson.gz
What a new alias costs the next question:
  npm run bench:pipeline -- --only people`,
  )
  .parse()
  .opts<Options>()
