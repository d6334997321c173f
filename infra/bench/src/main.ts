/** `npm run bench`: one table, each figure beside the baseline of the same run. */
import { cpus } from 'node:os'
import { launch } from '@firefly/e2e/launch'
import { Command } from 'commander'
import { startContestant } from './contestant.ts'
import { measure } from './load.ts'
import { EVENTS_A_BATCH, makeBatch } from './payload.ts'
import { percentile, type Row, table } from './table.ts'
import { measureFreshness, measureWholeWay } from './whole-way.ts'

const options = new Command('npm run bench --')
  .description('Measures the way of an event; prints ratios, asserts nothing.')
  .option('--seconds <n>', 'how long each contestant is measured', Number, 8)
  .option('--connections <n>', 'connections kept alive by the sender', Number, 32)
  .option('--probes <n>', 'events whose freshness is measured', Number, 100)
  .parse()
  .opts<{ seconds: number; connections: number; probes: number }>()

const body = makeBatch()
const headers = { authorization: 'Bearer bench-key' }
const rows: Row[] = []
for (const [name, title] of [
  ['bare-http', 'node:http, body read, not parsed'],
  ['fastify-parse', 'Fastify, body parsed'],
  ['ingest', 'Firefly /v1/batch, durable before the answer'],
] as const) {
  console.error(`measuring: ${title} …`)
  const contestant = await startContestant(name)
  const measured = await measure({ ...options, url: contestant.url, body, headers })
  await contestant.stop()
  rows.push({ title, eventsPerSecond: measured.requestsPerSecond * EVENTS_A_BATCH, ...measured })
}
console.error('measuring: the whole way to a queryable row …')
const server = await launch()
const whole = await measureWholeWay(server, options.seconds, options.connections)
rows.push({ title: 'Firefly standalone, until queryable', eventsPerSecond: whole.queryablePerSecond })
console.error('measuring: freshness …')
const fresh = await measureFreshness(server, options.probes)
await server.stop()

console.log(
  `\n${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}; the sender shares the machine`,
)
console.log(
  `${EVENTS_A_BATCH} events of ${Math.round(body.length / EVENTS_A_BATCH)} B a request, ${options.connections} connections, ${options.seconds} s each\n`,
)
console.log(table(rows, 'Fastify, body parsed'))
console.log(`\nfreshness, send → counted by a query, 1,000 events/s beside it, ${fresh.length} probes:`)
console.log(`  p50 ${percentile(fresh, 0.5).toFixed(0)} ms   p99 ${percentile(fresh, 0.99).toFixed(0)} ms`)
