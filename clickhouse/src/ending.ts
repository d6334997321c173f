/** Ends a query whose asker went away, wherever it runs: a name in its settings, and `KILL QUERY` until it is gone. */
import { randomUUID } from 'node:crypto'
import { StoreError } from './errors.ts'
import { literal } from './settings.ts'

/** What is sent beside a running query to end it; its failures are nobody's: the query has a limit of time as well. */
export type Kill = (statement: string) => Promise<void>

const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 2_000

/**
 * Runs `query` under a name of its own. Once `gone` is aborted, kills what has that name until the engine has let go of
 * it: a query may be killed before it has begun, and would not hear of it. Rejects as `cancelled` then.
 */
export async function endable<Result>(
  query: (name: string) => Promise<Result>,
  kill: Kill,
  gone: AbortSignal | undefined,
  cluster?: string,
): Promise<Result> {
  if (gone?.aborted) throw cancelled()
  const name = randomUUID()
  let isOver = false
  const begin = (): void =>
    void killUntil(
      () => isOver,
      () => kill(killStatement(name, cluster)),
    )
  gone?.addEventListener('abort', begin, { once: true })
  try {
    return await query(name)
  } catch (error) {
    throw gone?.aborted ? cancelled(error) : error
  } finally {
    isOver = true
    gone?.removeEventListener('abort', begin)
  }
}

/** The setting that carries the name: unlike an id of a query, both adapters and every shard of a cluster know it. */
export const named = (sql: string, name: string): string => `${sql}, log_comment = ${literal(name)}`

const killStatement = (name: string, cluster: string | undefined): string =>
  `KILL QUERY ${cluster === undefined ? '' : `ON CLUSTER ${literal(cluster)} `}` +
  `WHERE Settings['log_comment'] = ${literal(name)} AND query NOT LIKE 'KILL%' ASYNC`

async function killUntil(isOver: () => boolean, kill: () => Promise<void>): Promise<void> {
  for (let pause = FIRST_PAUSE_MS; !isOver(); pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    await kill().catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, pause).unref())
  }
}

const cancelled = (cause?: unknown): StoreError =>
  new StoreError('cancelled', undefined, 'nobody waits for the answer any more', { cause })
