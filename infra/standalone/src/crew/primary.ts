/** Several processes on one port: forks the workers, replaces those that die, stops them together, and adds up what they measured. */
import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Lifecycle } from '@firefly/runtime/lifecycle'
import { createLifecycle } from '@firefly/runtime/lifecycle'
import { createTelemetry, type Telemetry } from '@firefly/runtime/telemetry'
import type { StandaloneConfig } from '../config.ts'
import { loadPrivacyKeys } from '../governance/privacy-keys.ts'
import { loadKeys } from '../keys/first.ts'
import type { FromPrimary, FromWorker } from './messages.ts'
import { createReports } from './reports.ts'

export interface Crew {
  /** Where all of them listen. */
  url: string
  lifecycle: Lifecycle
}

/** A worker that dies at once would otherwise be forked without end. */
const RESTART_MS = 1_000
const RESTARTS = 'firefly_worker_restarts_total'

/** Resolves when every worker serves; rejects, with none left, when one cannot. `program` is what each of them runs. */
export async function startCrew(config: StandaloneConfig, program: string): Promise<Crew> {
  const telemetry = createTelemetry({ level: config.logLevel, service: 'primary' })
  // What is made at the first start is made once.
  await loadKeys(config.data, config)
  await loadPrivacyKeys(config.data, config.privacyKeys)
  cluster.setupPrimary({ exec: program, args: [] })
  answerMetrics(telemetry)
  let isStopping = false
  const stop = async (): Promise<void> => {
    isStopping = true
    await Promise.all(workers().map(stopped))
  }
  try {
    const [url = ''] = await Promise.all(Array.from({ length: config.workers }, () => ready(cluster.fork())))
    cluster.on('exit', (worker, code, signal) => {
      if (!isStopping) void replace(worker, signal ?? code, telemetry, () => isStopping)
    })
    const lifecycle = createLifecycle(telemetry.log)
    lifecycle.started({ name: 'workers', stop })
    return { url, lifecycle }
  } catch (error) {
    await stop()
    throw error
  }
}

const workers = (): Worker[] => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)

function ready(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') resolve(message.url)
    })
    worker.once('exit', (code, signal) => {
      reject(new Error(`a worker ended with ${signal ?? code} before it was ready`))
    })
  })
}

/** Each drains by itself; a signal from the terminal has reached it already, and the second does no harm. */
async function stopped(worker: Worker): Promise<void> {
  if (worker.isDead()) return
  const ended = once(worker, 'exit')
  worker.process.kill('SIGTERM')
  await ended
}

async function replace(
  { process: { pid } }: Worker,
  how: string | number,
  { log, count }: Telemetry,
  isStopping: () => boolean,
): Promise<void> {
  log.error({ pid, how }, 'a worker ended; another takes its place')
  await sleep(RESTART_MS)
  if (isStopping()) return
  count(RESTARTS, 'Workers that ended by themselves and were replaced')
  cluster.fork()
}

function answerMetrics(telemetry: Telemetry): void {
  telemetry.count(RESTARTS, 'Workers that ended by themselves and were replaced', {}, 0)
  telemetry.gauge('firefly_workers', 'Worker processes that are up', () => workers().length)
  const reports = createReports(workers, telemetry)
  const answer = async (worker: Worker, id: number): Promise<void> => {
    const exposition = await reports.exposition()
    if (worker.isConnected()) worker.send({ kind: 'metrics', id, exposition } satisfies FromPrimary)
  }
  cluster.on('message', (worker: Worker, message: FromWorker) => {
    if (message.kind === 'report') reports.take(message.id, message.report)
    if (message.kind === 'metrics') void answer(worker, message.id)
  })
}
