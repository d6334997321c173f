/** Statements against the engine in this process, a few side by side. */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { createPool } from '@firefly/clickhouse/pool'
import { Session } from 'chdb'

export interface Engine {
  /** Runs one statement with its `{name:Type}` parameters; resolves with the bytes in the statement's own FORMAT. */
  run(statement: string, params: Record<string, string>): Promise<Uint8Array>
  /** Runs an INSERT … FORMAT Native with its bytes; they go through a file, since they may hold what ends a statement. */
  insertNative(statement: string, bytes: Uint8Array): Promise<void>
  close(): Promise<void>
}

const SIDE_BY_SIDE = 6
/** Where the name of a file stands in an INSERT. */
const BEFORE_SETTINGS = / (SETTINGS .* FORMAT Native)$/

export function openEngine(folder: string): Engine {
  mkdirSync(folder, { recursive: true })
  const incoming = mkdtempSync(`${tmpdir()}/firefly-clickhouse-`)
  let files = 0
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
    insertNative: (statement, bytes) =>
      sessions.use(async (session) => {
        const file = `${incoming}/${files++}.native`
        try {
          await writeFile(file, bytes)
          await session.queryAsync(statement.replace(BEFORE_SETTINGS, ` FROM INFILE '${file}' $1`))
        } finally {
          await rm(file, { force: true })
        }
      }),
    close: async () => {
      await sessions.close()
      await rm(incoming, { recursive: true, force: true })
    },
  }
}
