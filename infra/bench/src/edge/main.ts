/** `npm run bench:edge`: what good senders notice while others hold sockets or flood the door. */
import { Command } from 'commander'
import { attacksNamed, benchEdge, type EdgeOptions } from './run.ts'

const { only, ...options } = new Command('npm run bench:edge --')
  .description(
    'Attacks ingest while good batches come at a stated rate; prints how much of it is answered, asserts nothing.',
  )
  .option('--seconds <n>', 'how long each attack lasts', Number, 30)
  .option('--connections <n>', 'connections kept alive by the good sender', Number, 64)
  .option('--share <n>', 'of what the server takes alone that is sent, 0 to 1', Number, 0.5)
  .option('--only <text>', 'attacks whose title has this in it', '')
  .parse()
  .opts<EdgeOptions & { only: string }>()

console.log(await benchEdge(attacksNamed(only), options))
