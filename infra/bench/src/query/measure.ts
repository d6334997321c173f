/** Asks each question as a client would and as plain SQL, in turns, so that neither has the machine to itself. */
import type { Store } from '@firefly/clickhouse/store'
import { queryApi } from '@firefly/query-api/app'
import Fastify, { type FastifyInstance } from 'fastify'
import { LIVE_PROJECT, PROJECT } from './generate.ts'
import type { Question } from './questions.ts'

export interface Taken {
  seconds: number
  /** Of the processor, the engine's included: what a busy machine changes least. */
  cpuSeconds: number
  rowsRead: number
}

export interface Compared {
  title: string
  goal: number
  ours: Taken
  plain: Taken
  /** Seconds of the same question once more, from memory. */
  again: number
}

/** Room for what plain SQL takes as well, so that a comparison ends in figures and not in a refusal. */
const LIMITS = { maxSeconds: 600, maxMemoryBytes: 16 * 1024 ** 3, maxRowsToRead: 5_000_000_000 }

/** The query API over a store, without a port: questions are handed in. */
export async function openApi(store: Store): Promise<FastifyInstance> {
  const app = Fastify()
  const keys = {
    find: (token: string) =>
      token === PROJECT || token === LIVE_PROJECT
        ? { project: token, kind: 'secret' as const, key: 'test', maySee: 5 }
        : undefined,
  }
  const live = { subscribe: () => () => {} }
  await app.register(queryApi({ store, keys, live, timezone: 'UTC', limits: LIMITS, onEvent: () => {} }))
  return app
}

/** The best of `times` runs of each, after one that warms the caches of the file system. */
export async function compare(
  app: FastifyInstance,
  store: Store,
  question: Question,
  times: number,
): Promise<Compared> {
  const runs = { ours: [] as Taken[], plain: [] as Taken[] }
  for (let run = 0; run <= times; run++) {
    runs.ours.push(await ask(app, { ...question.ours, cache: false }))
    runs.plain.push(await askPlain(store, question.plain))
  }
  const again = [await ask(app, question.ours), await ask(app, question.ours)].map(({ seconds }) => seconds)
  const { title, goal } = question
  return {
    title,
    goal,
    ours: best(runs.ours.slice(1)),
    plain: best(runs.plain.slice(1)),
    again: Math.min(...again),
  }
}

/** A project's key is its name. */
export async function ask(app: FastifyInstance, question: object, key = PROJECT): Promise<Taken> {
  const taken = stopwatch()
  const headers = { authorization: `Bearer ${key}` }
  const answer = await app.inject({ method: 'POST', url: '/v1/query', headers, payload: question })
  const took = taken()
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${answer.body}`)
  const { meta } = answer.json<{ meta: { rowsRead: number } }>()
  return { ...took, rowsRead: meta.rowsRead }
}

async function askPlain(store: Store, text: string): Promise<Taken> {
  const taken = stopwatch()
  const { rowsRead } = await store.query({ sql: text, params: {} }, LIMITS)
  return { ...taken(), rowsRead }
}

function stopwatch(): () => Omit<Taken, 'rowsRead'> {
  const [started, used] = [performance.now(), process.cpuUsage()]
  return () => {
    const seconds = (performance.now() - started) / 1000
    const { user, system } = process.cpuUsage(used)
    return { seconds, cpuSeconds: (user + system) / 1e6 }
  }
}

/** Each the least of all runs, which need not be the same one. */
const best = (all: readonly Taken[]): Taken => ({
  seconds: Math.min(...all.map(({ seconds }) => seconds)),
  cpuSeconds: Math.min(...all.map(({ cpuSeconds }) => cpuSeconds)),
  rowsRead: all[0]?.rowsRead ?? 0,
})
