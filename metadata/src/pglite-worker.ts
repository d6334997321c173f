/** The thread the embedded engine runs in: it computes in one piece, and whoever answers requests must not wait for that. */
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { Answered, Asked } from './pglite-thread.ts'

const INT8 = 20
const { dataDir } = workerData as { dataDir: string }

const answer = (message: Answered): void => parentPort?.postMessage(message)

try {
  const engine = await PGlite.create({ dataDir, parsers: { [INT8]: Number } })
  // One after the other, in the order they were asked.
  let last = Promise.resolve()
  parentPort?.on('message', (asked: Asked) => {
    last = last.then(() => work(engine, asked))
  })
  answer({ id: 0, rows: [] })
} catch (error) {
  answer({ id: 0, error: told(error) })
}

async function work(engine: PGlite, asked: Asked): Promise<void> {
  const { id } = asked
  try {
    if ('text' in asked) answer({ id, rows: (await engine.query(asked.text, [...asked.values])).rows })
    else if ('script' in asked) await engine.exec(asked.script).then(() => answer({ id, rows: [] }))
    else {
      await engine.close()
      answer({ id, rows: [] })
      parentPort?.close()
    }
  } catch (error) {
    answer({ id, error: told(error) })
  }
}

/** What the other thread needs of an error; classes do not travel. */
function told(error: unknown): Extract<Answered, { error: object }>['error'] {
  const { code, severity } = (error ?? {}) as { code?: string; severity?: string }
  return { message: error instanceof Error ? error.message : String(error), code, severity }
}
