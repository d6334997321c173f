/** Measures each contestant at full load, then its latency at 80 % of that, and what both cost the server. */
import { cpus } from 'node:os'
import { findKafka } from '@firefly/kafka/availability'
import { type Contestant, startContestant } from '../contestant.ts'
import { measure } from '../load.ts'
import { BASELINE, type Contest, CONTESTS } from './requests.ts'
import { type Figures, tableOf } from './table.ts'

export interface IngestBenchOptions {
  seconds: number
  connections: number
}

const SHARE = 0.8

export async function benchIngest(options: IngestBenchOptions): Promise<string> {
  const kafka = findKafka((line) => console.error(line))
  const figures: Figures[] = []
  for (const contest of CONTESTS) {
    if (contest.needs === 'kafka' && 'missing' in kafka) {
      console.error(`NOT RUN: ${contest.title} — ${kafka.missing}`)
      continue
    }
    console.error(`measuring: ${contest.title} …`)
    figures.push(await measureContest(contest, options))
  }
  return `
${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}; the sender shares the machine
${options.connections} connections, ${options.seconds} s each at full load and at ${SHARE * 100} % of it

${tableOf(figures, BASELINE)}`
}

async function measureContest(contest: Contest, options: IngestBenchOptions): Promise<Figures> {
  const server = await startContestant(contest.server)
  try {
    // Compiled code is what a server runs after its first seconds.
    await load(server, contest, { ...options, seconds: 1 })
    const before = await server.cost()
    const full = await load(server, contest, options)
    const after = await server.cost()
    const overallRate = Math.max(1, Math.floor(full.requestsPerSecond * SHARE))
    const eased = await load(server, contest, { ...options, overallRate })
    const events = full.answered * contest.events
    return {
      title: contest.title,
      eventsPerSecond: full.requestsPerSecond * contest.events,
      cpuPerMillion: ((after.cpuSeconds - before.cpuSeconds) / events) * 1e6,
      p50: eased.p50,
      p99: eased.p99,
      rssMegabytes: (await server.cost()).rssBytes / 2 ** 20,
      failed: full.failed + eased.failed,
    }
  } finally {
    await server.stop()
  }
}

const load = (
  { origin }: Contestant,
  { path, headers, body }: Contest,
  options: IngestBenchOptions & { overallRate?: number },
) => measure({ ...options, url: `${origin}${path}`, headers, body })
