/** Asks each question as a client would and as plain SQL, in turns, so that neither has the machine to itself. */
import type { Store } from '@firefly/clickhouse/store'
import { queryApi } from '@firefly/query-api/app'
import Fastify, { type FastifyInstance } from 'fastify'
import { LIVE_PROJECT, PROJECT } from './generate.ts'
import type { Question } from './questions.ts'

export interface Taken {
  seconds: number
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
  const started = performance.now()
  const headers = { authorization: `Bearer ${key}` }
  const answer = await app.inject({ method: 'POST', url: '/v1/query', headers, payload: question })
  const seconds = (performance.now() - started) / 1000
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${answer.body}`)
  const { meta } = answer.json<{ meta: { rowsRead: number } }>()
  return { seconds, rowsRead: meta.rowsRead }
}

async function askPlain(store: Store, text: string): Promise<Taken> {
  const { rowsRead, elapsedMs } = await store.query({ sql: text, params: {} }, LIMITS)
  return { seconds: elapsedMs / 1000, rowsRead }
}

const best = (all: readonly Taken[]): Taken =>
  all.reduce((one, other) => (other.seconds < one.seconds ? other : one))
