/** Asks the store for one question: all its statements share what it may cost, and end when nobody waits any more. */
import type { Statement } from '@firefly/clickhouse/sql'
import type { Limits, Store } from '@firefly/clickhouse/store'
import type { Asking } from './analyses/analysis.ts'
import { limitReached, tooLong } from './errors.ts'

export interface AskerOptions {
  store: Pick<Store, 'query' | 'read'>
  limits: Limits
  /** Aborted when nobody waits any more. */
  gone?: AbortSignal | undefined
}

export interface Asker {
  ask: Asking['ask']
  /** The same, as rows in RowBinary. */
  read: (select: Statement) => Promise<Uint8Array>
  /** What all its statements together have read. */
  rowsRead: () => number
}

/** The time begins to run now. */
export function openAsker({ store, limits, gone }: AskerOptions): Asker {
  const started = performance.now()
  let rowsRead = 0
  const within = async <Result>(work: (own: Limits) => Promise<Result>): Promise<Result> => {
    const maxSeconds = secondsLeft(limits, started)
    try {
      return await work({ ...limits, maxSeconds })
    } catch (error) {
      throw limitReached(error, limits)
    }
  }
  const ask = <Row>(select: Statement): Promise<Row[]> =>
    within(async (own) => {
      const answer = await store.query<Row>(select, own, gone)
      rowsRead += answer.rowsRead
      return answer.rows
    })
  const read = (select: Statement): Promise<Uint8Array> => within((own) => store.read(select, own, gone))
  return { ask, read, rowsRead: () => rowsRead }
}

/** However many statements a question takes; for the engine 0 would be no limit at all. */
function secondsLeft(limits: Limits, started: number): number {
  const left = limits.maxSeconds - (performance.now() - started) / 1000
  if (left <= 0) throw tooLong(limits)
  return Math.max(1, Math.ceil(left))
}
