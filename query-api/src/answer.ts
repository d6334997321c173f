/** A question, answered: parse → plan → SQL → run → shape, in the frame every answer has. */
import type { Statement } from '@firefly/clickhouse/sql'
import type { Limits, Store } from '@firefly/clickhouse/store'
import type { Query } from '@firefly/protocol/query'
import type { FunnelAnswer, TrendAnswer } from '@firefly/protocol/results'
import type { Asking } from './analyses/analysis.ts'
import { runFunnel } from './analyses/funnel/run.ts'
import { runTrend } from './analyses/trend/run.ts'
import { QueryError, TOO_LONG } from './errors.ts'
import { checkPatterns } from './patterns.ts'

export interface AnswerOptions {
  store: Store
  project: string
  limits: Limits
  /** The zone of questions that name none. */
  timezone: string
}

export async function answerQuery(query: Query, options: AnswerOptions): Promise<TrendAnswer | FunnelAnswer> {
  const { store, project, limits } = options
  const started = performance.now()
  const zone = query.timezone ?? options.timezone
  let rowsRead = 0
  const ask = async <Row>(select: Statement): Promise<Row[]> => {
    const maxSeconds = secondsLeft(limits, started)
    const { rows, rowsRead: read } = await store.query<Row>(select, { ...limits, maxSeconds })
    rowsRead += read
    return rows
  }
  const asking: Asking = { project, zone, ask }
  await checkPatterns(query, asking)
  const { range, result } =
    query.kind === 'trend' ? await runTrend(query, asking) : await runFunnel(query, asking)
  return {
    kind: query.kind,
    timezone: zone,
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    result,
    meta: { rowsRead, elapsedMs: Math.round((performance.now() - started) * 100) / 100, cached: false },
  } as TrendAnswer | FunnelAnswer
}

/** A question has one time limit however many statements it takes; for the engine 0 would be none at all. */
function secondsLeft({ maxSeconds }: Limits, started: number): number {
  const left = maxSeconds - (performance.now() - started) / 1000
  if (left <= 0) throw new QueryError('timeout', TOO_LONG)
  return Math.max(1, Math.ceil(left))
}
