/** Asks what is happening right now, again and again, while events come in beside it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '@firefly/clickhouse/store'
import type { FastifyInstance } from 'fastify'
import { insertNow, LIVE_PROJECT } from './generate.ts'
import { ask } from './measure.ts'

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
const MINUTES = 5
const QUESTION = { kind: 'realtime', minutes: MINUTES }
const ASK_EVERY_MS = 250
const ASKED_IN_THE_END = 10

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
