/**
 * Measures a server against the baseline: short rounds of both in turn, so that what else the machine does meets both alike,
 * then the latency of both in turn at a part of what each has just taken. A figure is the median of those of the rounds: a machine
 * that is slow for a second makes everybody late for several, which the worst round tells.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Contestant } from '../contestant.ts'
import { type Load, type Measured, measure } from '../load.ts'
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
  late: Lateness
  /** Of the baseline, in the same rounds. */
  baseLate: Lateness
  /** The server's own memory, without files that are mapped, before and after the rounds. */
  heldMegabytes: { before: number; after: number }
  failed: number
}

/** Milliseconds from when a request was due until it was answered, at the eased load. */
export interface Lateness {
  p50: number
  p99: number
  /** The p99 of the worst round. */
  worst: number
}

export const EASED = 0.8
/** A sender that has just begun is late itself, whatever it sends to. */
export const SETTLE_SECONDS = 1
/** By then the hot path is compiled, however slow the machine is. */
const WARM_REQUESTS = 15_000
/** A server at rest has less than this share of a core. */
const REST = 0.05
const LOOK_MS = 500
const LONGEST_START_MS = 20_000
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
  await rested(ours.server)
  const before = (await ours.server.cost()).heldBytes / MIB
  const rounds: { theirs: Round; own: Round; theirLate: Measured; ownLate: Measured }[] = []
  for (let n = 0; n < options.rounds; n++) {
    const [theirs, own] = [await round(base, options), await round(ours, options)]
    const [theirLate, ownLate] = [await ease(base, theirs, options), await ease(ours, own, options)]
    rounds.push({ theirs, own, theirLate, ownLate })
  }
  return {
    title: ours.contest.title,
    eventsPerSecond: median(rounds.map(({ own }) => own.eventsPerSecond)),
    rateRatio: median(rounds.map(({ theirs, own }) => own.eventsPerSecond / theirs.eventsPerSecond)),
    cpuPerMillion: median(rounds.map(({ own }) => own.cpuPerMillion)),
    cpuRatio: median(rounds.map(({ theirs, own }) => theirs.cpuPerMillion / own.cpuPerMillion)),
    late: latenessOf(rounds.map(({ ownLate }) => ownLate)),
    baseLate: latenessOf(rounds.map(({ theirLate }) => theirLate)),
    heldMegabytes: { before, after: (await ours.server.cost()).heldBytes / MIB },
    failed: rounds.reduce((sum, { own, ownLate }) => sum + own.failed + ownLate.failed, 0),
  }
}

/** What a server goes on with after it listens (metadata opens, which compiles a database) is no part of what requests cost. */
async function rested({ cost }: Contestant): Promise<void> {
  const late = performance.now() + LONGEST_START_MS
  for (let spent = Number.POSITIVE_INFINITY; spent > REST && performance.now() < late; ) {
    const before = await cost()
    await sleep(LOOK_MS)
    spent = ((await cost()).cpuSeconds - before.cpuSeconds) / (LOOK_MS / 1_000)
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

/** At a part of what it has just taken, since what a shared machine gives changes. */
const ease = (one: Competing, full: Round, options: CompeteOptions): Promise<Measured> =>
  send(one, {
    ...options,
    settle: SETTLE_SECONDS,
    overallRate: Math.max(1, Math.floor((full.eventsPerSecond * EASED) / one.contest.events)),
  })

const latenessOf = (rounds: readonly Measured[]): Lateness => ({
  p50: median(rounds.map(({ p50 }) => p50)),
  p99: median(rounds.map(({ p99 }) => p99)),
  worst: Math.max(...rounds.map(({ p99 }) => p99)),
})

const send = (
  { server, contest: { path, headers, body } }: Competing,
  options: CompeteOptions & Pick<Load, 'overallRate' | 'settle' | 'requests'>,
) => measure({ ...options, url: `${server.origin}${path}`, headers, body })

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
