/** `npm run bench:storage`: what the choices of the events table cost and bring, each beside the others. */
import { Command } from 'commander'
import { generate } from '../query/generate.ts'
import { withStore } from '../pipeline/with-store.ts'
import { measureCodecs, measureOrders } from './order.ts'
import { measureProperties } from './properties.ts'
import { reportOf } from './report.ts'

const { rows } = new Command('npm run bench:storage --')
  .description('Compares types of properties, sort keys and codecs on the same rows; asserts nothing.')
  .option('--rows <n>', 'rows of each table', Number, 1_000_000)
  .parse()
  .opts<{ rows: number }>()

const measured = await withStore(async (store, folder) => {
  const say = (what: string): void => console.error(`measuring: ${what} …`)
  say('properties as text, map and JSON')
  const properties = await measureProperties(store, folder, rows)
  await generate(store, 0, rows, rows)
  say('sort keys')
  const orders = await measureOrders(store, rows)
  say('codecs')
  return { rows, properties, orders, codecs: await measureCodecs(store, rows) }
})
console.log(reportOf(measured))
