/**
 * Measures a server against the baseline: short rounds of both in turn, so that what else the machine does meets both alike,
 * then the latency at a part of full load. A ratio is the median of those of the rounds.
 */
import type { Contestant } from '../contestant.ts'
import { type Load, measure } from '../load.ts'
import type { Contest } from './requests.ts'

export interface CompeteOptions {
  /** Of each round. */
  seconds: number
  rounds: number
  connections: number
}

export interface Figures {
  title: string
  eventsPerSecond: number
  /** Events a second, of those of the baseline in the same round. */
  rateRatio: number
  /** Seconds of CPU time of the server, all its threads, for a million events. */
  cpuPerMillion: number
  /** Events for the same CPU time, of those of the baseline. */
  cpuRatio: number
  /** Milliseconds, at the eased load. */
  p50: number
  p99: number
  /** The server's own memory, without files that are mapped, before and after the rounds. */
  heldMegabytes: { before: number; after: number }
  failed: number
}

export const EASED = 0.8
/** By then the hot path is compiled, however slow the machine is. */
const WARM_REQUESTS = 15_000
const MIB = 2 ** 20

interface Round {
  eventsPerSecond: number
  cpuPerMillion: number
  failed: number
}

export interface Competing {
  contest: Contest
  server: Contestant
}

export async function compete(ours: Competing, base: Competing, options: CompeteOptions): Promise<Figures> {
  // Compiled code is what a server runs after its first seconds.
  for (const each of [base, ours]) await send(each, { ...options, requests: WARM_REQUESTS })
  const before = (await ours.server.cost()).heldBytes / MIB
  const rounds: [Round, Round][] = []
  for (let n = 0; n < options.rounds; n++)
    rounds.push([await round(base, options), await round(ours, options)])
  const eventsPerSecond = median(rounds.map(([, { eventsPerSecond: rate }]) => rate))
  const overallRate = Math.max(1, Math.floor((eventsPerSecond * EASED) / ours.contest.events))
  const eased = await send(ours, { ...options, seconds: options.seconds * 2, overallRate })
  return {
    title: ours.contest.title,
    eventsPerSecond,
    rateRatio: median(rounds.map(([theirs, own]) => own.eventsPerSecond / theirs.eventsPerSecond)),
    cpuPerMillion: median(rounds.map(([, { cpuPerMillion }]) => cpuPerMillion)),
    cpuRatio: median(rounds.map(([theirs, own]) => theirs.cpuPerMillion / own.cpuPerMillion)),
    p50: eased.p50,
    p99: eased.p99,
    heldMegabytes: { before, after: (await ours.server.cost()).heldBytes / MIB },
    failed: eased.failed + rounds.reduce((sum, [, { failed }]) => sum + failed, 0),
  }
}

async function round(one: Competing, options: CompeteOptions): Promise<Round> {
  const before = await one.server.cost()
  const { requestsPerSecond, answered, failed } = await send(one, options)
  const after = await one.server.cost()
  const events = answered * one.contest.events
  return {
    eventsPerSecond: requestsPerSecond * one.contest.events,
    cpuPerMillion: ((after.cpuSeconds - before.cpuSeconds) / events) * 1e6,
    failed,
  }
}

const send = (
  { server, contest: { path, headers, body } }: Competing,
  options: CompeteOptions & Pick<Load, 'overallRate' | 'requests'>,
) => measure({ ...options, url: `${server.origin}${path}`, headers, body })

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
