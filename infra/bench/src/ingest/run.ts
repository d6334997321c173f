/** Starts the baseline once and each contestant in turn, lets them compete, and prints one table. */
import { cpus } from 'node:os'
import { findKafka } from '@firefly/kafka/availability'
import { startContestant } from '../contestant.ts'
import { pinSender } from '../pin.ts'
import { compete, type CompeteOptions, EASED, type Figures } from './compete.ts'
import { importText, measureImport } from './long-import.ts'
import { BASELINE, type Contest } from './requests.ts'
import { tableOf } from './table.ts'

export interface IngestOptions extends CompeteOptions {
  /** How long the stream of an import is; none is measured at 0. */
  importMegabytes?: number
}

export async function benchIngest(contests: readonly Contest[], options: IngestOptions): Promise<string> {
  const pinning = pinSender()
  const kafka = findKafka((line) => console.error(line))
  const base = { contest: BASELINE, server: await startContestant(BASELINE.server, pinning.server) }
  const figures: Figures[] = []
  for (const contest of contests) {
    if (contest.needs === 'kafka' && 'missing' in kafka) {
      console.error(`NOT RUN: ${contest.title} — ${kafka.missing}`)
      continue
    }
    console.error(`measuring: ${contest.title} …`)
    const server = await startContestant(contest.server, contest.isCrew ? pinning.crew : pinning.server)
    try {
      figures.push(await compete({ contest, server }, base, options))
    } finally {
      await server.stop()
    }
  }
  await base.server.stop()
  const imported = await benchImport(options.importMegabytes ?? 0, pinning.server)
  pinning.release()
  return `
${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}; ${pinning.told}
${BASELINE.events} events of ${Math.round(BASELINE.body.length / BASELINE.events)} B a request, ${options.connections} connections, \
${options.rounds} rounds of ${options.seconds} s each in turn with the baseline, latency in as many at ${EASED * 100} % of each one's full load

${tableOf(figures)}${imported && `\n\n${imported}`}`
}

/** On a server of its own, so that what it holds is due to the import. */
async function benchImport(megabytes: number, before: readonly string[]): Promise<string> {
  if (megabytes === 0) return ''
  console.error('measuring: a long import …')
  const server = await startContestant('firefly', before)
  try {
    return importText(await measureImport(server, megabytes))
  } finally {
    await server.stop()
  }
}
