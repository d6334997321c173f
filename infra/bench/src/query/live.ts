/** Asks what is happening right now, again and again, while events come in beside it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '@firefly/clickhouse/store'
import type { FastifyInstance } from 'fastify'
import { insertBetween, insertNow, LIVE_PROJECT } from './generate.ts'
import { ask, type Taken } from './measure.ts'

export interface Live {
  /** Events stored each second, as far as the machine let them. */
  eventsPerSecond: number
  /** Rows that one answer read in the end. */
  rowsRead: number
  asked: number
  p50: number
  p90: number
  /** Seconds of the processor that a question takes in the end, when nothing comes in any more. */
  cpuSeconds: number
}

const EVENTS_PER_SECOND = 20_000
const QUESTION = { kind: 'realtime' }
const MORE_THAN_KEPT = 31
const ASK_EVERY_MS = 250
const ASKED_IN_THE_END = 10
/** What is counted as it came reads next to nothing. */
const FEW_ROWS = 10_000
const MOST_WAITED = 240
const CHUNK_MS = 50_000

/** A block each second, as the processors would, and four questions. */
export async function measureLive(app: FastifyInstance, store: Store, seconds: number): Promise<Live> {
  const until = performance.now() + seconds * 1000
  const isOver = (): boolean => performance.now() >= until
  const [stored, answers] = await Promise.all([feed(store, isOver), watch(app, isOver)])
  const times = answers.map((answer) => answer.seconds).toSorted((a, b) => a - b)
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN
  const rowsRead = answers.at(-1)?.rowsRead ?? 0
  const cpuSeconds = await leastOf(app)
  return {
    eventsPerSecond: stored / seconds,
    rowsRead,
    asked: times.length,
    p50: at(0.5),
    p90: at(0.9),
    cpuSeconds,
  }
}

export interface Filled {
  /** An answer that reads every event, as all do of more minutes than a process keeps. */
  read: Taken
  /** Until answers did so no more, and the processor's part of that. */
  counted: Pick<Taken, 'seconds' | 'cpuSeconds'>
  /** What the process has more then. */
  grownBytes: number
}

/** As though events had come in for so many minutes, faster than they come; and what it takes until they are counted. */
export async function fillWindow(app: FastifyInstance, store: Store, minutes: number): Promise<Filled> {
  await fillUpTo(store, Date.now() - minutes * 60_000, 2 * minutes)
  const read = await ask(app, { ...QUESTION, minutes: MORE_THAN_KEPT }, LIVE_PROJECT)
  const [bytes, started, used] = [memory(), performance.now(), process.cpuUsage()]
  for (
    let waited = 0;
    waited < MOST_WAITED && (await ask(app, QUESTION, LIVE_PROJECT)).rowsRead > FEW_ROWS;
    waited++
  )
    await sleep(ASK_EVERY_MS)
  const { user, system } = process.cpuUsage(used)
  return {
    read,
    counted: { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 },
    grownBytes: memory() - bytes,
  }
}

/** Up to now, which goes on meanwhile; a machine that stores no more than comes in is given up on. */
async function fillUpTo(store: Store, from: number, mostMinutes: number): Promise<void> {
  const end = from + mostMinutes * 60_000
  for (let at = from; at < Math.min(end, Date.now()); ) {
    const to = Math.min(at + CHUNK_MS, Date.now())
    await insertBetween(store, at, to, EVENTS_PER_SECOND)
    at = to
  }
}

const memory = (): number => process.memoryUsage().arrayBuffers

async function leastOf(app: FastifyInstance): Promise<number> {
  const times = []
  for (let run = 0; run < ASKED_IN_THE_END; run++)
    times.push((await ask(app, QUESTION, LIVE_PROJECT)).cpuSeconds)
  return Math.min(...times)
}

async function feed(store: Store, isOver: () => boolean): Promise<number> {
  const begun = performance.now()
  let stored = 0
  while (!isOver()) {
    await insertNow(store, EVENTS_PER_SECOND)
    stored += EVENTS_PER_SECOND
    await sleep(Math.max(0, begun + (stored / EVENTS_PER_SECOND) * 1000 - performance.now()))
  }
  return stored
}

async function watch(
  app: FastifyInstance,
  isOver: () => boolean,
): Promise<{ seconds: number; rowsRead: number }[]> {
  const answers = []
  while (!isOver()) {
    answers.push(await ask(app, QUESTION, LIVE_PROJECT))
    await sleep(ASK_EVERY_MS)
  }
  return answers
}
