/** Statements against the engine in this process, a few side by side. */
import { mkdirSync } from 'node:fs'
import { createPool } from '@firefly/clickhouse/pool'
import { Session } from 'chdb'

export interface Engine {
  /** Runs one statement with its `{name:Type}` parameters; resolves with the bytes in the statement's own FORMAT. */
  run(statement: string, params: Record<string, string>): Promise<Uint8Array>
  close(): Promise<void>
}

const SIDE_BY_SIDE = 4

export function openEngine(folder: string): Engine {
  mkdirSync(folder, { recursive: true })
  const sessions = createPool({
    size: SIDE_BY_SIDE,
    open: () => new Session(folder),
    close: async (session) => session.close(),
  })
  return {
    run: (statement, params) =>
      sessions.use(async (session) => {
        const bound = Object.keys(params).length > 0
        const answer = bound ? session.queryBindAsync(statement, params) : session.queryAsync(statement)
        return (await answer).bytes()
      }),
    close: () => sessions.close(),
  }
}
