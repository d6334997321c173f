/** The product from HTTP to a queryable row: full load, freshness at four fifths of it, and what piles up in an outage. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, drained, sendBatch, status } from '@firefly/e2e/client'
import { openEventLog } from '@firefly/event-log/open'
import { launch, type Running } from '@firefly/e2e/launch'
import { measure } from '../load.ts'
import { BATCH, bodyOf, recordOf } from './corpus.ts'
import { cpuSecondsOf, type Megabytes, megabytesOf, watchMegabytes } from './cost.ts'

export interface Whole {
  /** Events a second from the first request until the last event could be asked for. */
  perSecond: number
  /** Processor seconds for a million events: of all threads, and of the one that runs the JavaScript. */
  cpuPerMillion: { all: number; first: number }
  /** Milliseconds at 80 % of that, sorted. */
  freshness: number[]
  offeredPerSecond: number
  drainedPerSecond: number
  /** Held before the load, after it and after the freshness run, and the most ever. */
  megabytes: { before: Megabytes; after: Megabytes; end: Megabytes; peak: Megabytes }
  failed: number
}

interface WholeOptions {
  seconds: number
  connections: number
  /** Events a second of the full load; absent, as many as it takes. */
  rate?: number
}

const SHARE = 0.8
const PROBE_EVERY_MS = 250
const ASK_EVERY_MS = 50
const DAY_MS = 86_400_000
/** A door that is open wide takes several times what is stored meanwhile. */
const PATIENCE = 10

export async function measureWhole(options: WholeOptions): Promise<Whole> {
  const server = await launch()
  await load(server, { ...options, seconds: 3 })
  await drained(server)
  const pid = server.process.pid ?? 0
  const [before, watch] = [megabytesOf(pid), watchMegabytes(pid)]
  const full = await fullLoad(server, options)
  const after = megabytesOf(pid)
  const offered = full.perSecond * SHARE
  const freshness = await freshnessUnder(server, offered, options)
  const [end, peak] = [megabytesOf(pid), watch.stop()]
  await server.stop()
  const drainedPerSecond = await afterOutage(server.data, options, full.perSecond)
  return {
    ...full,
    freshness,
    offeredPerSecond: offered,
    drainedPerSecond,
    megabytes: { before, after, end, peak },
  }
}

/** Bodies without ids: each time one is sent it is twenty new events. */
const BODY = bodyOf(1).replaceAll(/"messageId":"[^"]+",/g, '')

const load = (server: Running, options: WholeOptions & { overallRate?: number }) =>
  measure({
    ...options,
    url: `${server.url}/v1/batch`,
    body: BODY,
    headers: { authorization: `Bearer ${server.writeKey}` },
  })

const patienceOf = ({ seconds }: { seconds: number }): number => 60_000 + seconds * 1000 * PATIENCE

async function fullLoad(
  server: Running,
  options: WholeOptions,
): Promise<Pick<Whole, 'perSecond' | 'cpuPerMillion' | 'failed'>> {
  const pid = server.process.pid ?? 0
  const [before, began, cpu] = [await status(server), performance.now(), cpuSecondsOf(pid)]
  const rate = options.rate && { overallRate: Math.round(options.rate / BATCH) }
  const { failed } = await load(server, { ...options, ...rate })
  const events = (await drained(server, 0, patienceOf(options))).stored - before.stored
  const seconds = (performance.now() - began) / 1000
  const spent = cpuSecondsOf(pid)
  const perMillion = (since: number, now: number): number => ((now - since) / events) * 1e6
  const cpuPerMillion = { all: perMillion(cpu.all, spent.all), first: perMillion(cpu.first, spent.first) }
  return { perSecond: events / seconds, cpuPerMillion, failed }
}

/** Milliseconds from sending an event to the first question that counts it. */
async function freshnessUnder(server: Running, rate: number, options: WholeOptions): Promise<number[]> {
  const loading = load(server, { ...options, overallRate: Math.max(1, Math.round(rate / BATCH)) })
  const until = performance.now() + (options.seconds - 1) * 1000
  await sleep(500)
  const probes: Probes = { sent: [], isOver: false }
  const sending = sendProbes(server, probes, until).finally(() => (probes.isOver = true))
  const [times] = await Promise.all([seeProbes(server, probes), sending])
  await loading
  await drained(server, 0, patienceOf(options))
  return times.toSorted((a, b) => a - b)
}

interface Probes {
  /** When each was sent that was taken; they are of one device, so they are stored in their order. */
  sent: number[]
  /** No other will be sent. */
  isOver: boolean
}

async function sendProbes(server: Running, { sent }: Probes, until: number): Promise<void> {
  for (let at = performance.now(); at < until; at = performance.now()) {
    const { status: answer } = await sendBatch(server, [
      { type: 'track', event: 'Probe', anonymousId: 'probe' },
    ])
    if (answer === 200) sent.push(at)
    await sleep(Math.max(0, at + PROBE_EVERY_MS - performance.now()))
  }
}

/** One question at a time, however many probes are under way: what asks must not be what is measured. */
async function seeProbes(server: Running, probes: Probes): Promise<number[]> {
  const times: number[] = []
  const { sent } = probes
  const now = Date.now()
  const [from, to] = [new Date(now - 3_600_000).toISOString(), new Date(now + DAY_MS).toISOString()]
  while (!probes.isOver || times.length < sent.length) {
    const series = [{ event: 'Probe' }]
    const { result } = await ask(server, { kind: 'trend', from, to, interval: 'hour', series })
    for (const at of sent.slice(times.length, result.series[0]?.total ?? 0))
      times.push(performance.now() - at)
    await sleep(ASK_EVERY_MS)
  }
  return times
}

/** Fills the log while nobody reads it, as in an outage, then lets the processors come back. */
async function afterOutage(data: string, { seconds }: WholeOptions, perSecond: number): Promise<number> {
  const log = await openEventLog(`lmdb:${data}/log`)
  const batches = Math.ceil((perSecond * seconds) / BATCH)
  const append = (number: number) =>
    log.append({ key: 'outage', value: recordOf(20_000_000 + number), events: BATCH })
  for (let from = 0; from < batches; from += 1_000)
    await Promise.all(Array.from({ length: Math.min(1_000, batches - from) }, (_, at) => append(from + at)))
  await log.close()
  const server = await launch(data)
  const [began, { lagEvents }] = [performance.now(), await status(server)]
  await drained(server, 0, patienceOf({ seconds }))
  const took = (performance.now() - began) / 1000
  await server.stop()
  return lagEvents / took
}
