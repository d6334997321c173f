/** Measures the door beside its baseline, then the whole way to a row that a query sees. */
import { launch } from '@firefly/e2e/launch'
import { startContestant } from './contestant.ts'
import { BASELINE, MAIN_CONTESTS } from './ingest/requests.ts'
import { benchIngest } from './ingest/run.ts'
import { measure } from './load.ts'
import { percentile } from './table.ts'
import { measureFreshness, measureWholeWay } from './whole-way.ts'

export interface BenchOptions {
  seconds: number
  rounds: number
  connections: number
  probes: number
}

export async function runBench(options: BenchOptions): Promise<string> {
  const { connections, probes } = options
  const door = await benchIngest(MAIN_CONTESTS, options)
  const seconds = options.seconds * options.rounds
  console.error('measuring: the whole way to a queryable row …')
  const base = await measureBaseline(seconds, connections)
  const server = await launch()
  const whole = await measureWholeWay(server, seconds, connections)
  console.error('measuring: freshness …')
  const fresh = await measureFreshness(server, probes)
  await server.stop()
  return `${door}

Firefly standalone on all cores, until queryable: ${Math.round(whole.queryablePerSecond).toLocaleString('en')} events/s, \
× ${(whole.queryablePerSecond / base).toFixed(2)} of “${BASELINE.title}” on them

freshness, send → counted by a query, 1,000 events/s beside it, ${fresh.length} probes:
  p50 ${percentile(fresh, 0.5).toFixed(0)} ms   p99 ${percentile(fresh, 0.99).toFixed(0)} ms`
}

/** Events a second, with all cores for server and sender, as the whole product has them. */
async function measureBaseline(seconds: number, connections: number): Promise<number> {
  const server = await startContestant(BASELINE.server)
  const { path, headers, body, events } = BASELINE
  const { requestsPerSecond } = await measure({
    url: `${server.origin}${path}`,
    headers,
    body,
    seconds,
    connections,
  })
  await server.stop()
  return requestsPerSecond * events
}
