/** Measures each contestant in turn, then the whole way, and prints one table. */
import { cpus } from 'node:os'
import { launch } from '@firefly/e2e/launch'
import { findKafka } from '@firefly/kafka/availability'
import { startContestant } from './contestant.ts'
import { measure } from './load.ts'
import { EVENTS_A_BATCH, makeBatch } from './payload.ts'
import { percentile, type Row, table } from './table.ts'
import { measureFreshness, measureWholeWay } from './whole-way.ts'

export interface BenchOptions {
  seconds: number
  connections: number
  probes: number
}

const CONTESTANTS = [
  ['bare-http', 'node:http, body read, not parsed'],
  ['fastify-parse', 'Fastify, body parsed'],
  ['ingest', 'Firefly /v1/batch, durable before the answer'],
  ['ingest-memory', 'the same without durability (log in memory)'],
  ['ingest-kafka', 'the same over a Kafka broker (acks=-1)'],
] as const
const BASELINE = 'Fastify, body parsed'

export async function runBench(options: BenchOptions): Promise<string> {
  const rows = await measureContestants(options)
  console.error('measuring: the whole way to a queryable row …')
  const server = await launch()
  const whole = await measureWholeWay(server, options.seconds, options.connections)
  rows.push({ title: 'Firefly standalone, until queryable', eventsPerSecond: whole.queryablePerSecond })
  console.error('measuring: freshness …')
  const fresh = await measureFreshness(server, options.probes)
  await server.stop()
  return report(rows, fresh, options)
}

async function measureContestants(options: BenchOptions): Promise<Row[]> {
  const [body, headers] = [makeBatch(), { authorization: 'Bearer bench-key' }]
  const rows: Row[] = []
  const kafka = findKafka((line) => console.error(line))
  for (const [name, title] of CONTESTANTS) {
    if (name === 'ingest-kafka' && 'missing' in kafka) {
      console.error(`NOT RUN: ${title} — ${kafka.missing}`)
      continue
    }
    console.error(`measuring: ${title} …`)
    const contestant = await startContestant(name)
    const measured = await measure({ ...options, url: `${contestant.origin}/v1/batch`, body, headers })
    await contestant.stop()
    rows.push({ title, eventsPerSecond: measured.requestsPerSecond * EVENTS_A_BATCH, ...measured })
  }
  return rows
}

function report(
  rows: readonly Row[],
  fresh: readonly number[],
  { connections, seconds }: BenchOptions,
): string {
  const bytes = Math.round(makeBatch().length / EVENTS_A_BATCH)
  return `
${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}; the sender shares the machine
${EVENTS_A_BATCH} events of ${bytes} B a request, ${connections} connections, ${seconds} s each

${table(rows, BASELINE)}

freshness, send → counted by a query, 1,000 events/s beside it, ${fresh.length} probes:
  p50 ${percentile(fresh, 0.5).toFixed(0)} ms   p99 ${percentile(fresh, 0.99).toFixed(0)} ms`
}
