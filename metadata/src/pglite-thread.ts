/** The embedded engine as seen from outside its thread: questions go in, answers come back, by number. */
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { MetadataError, toMetadataError } from './errors.ts'
import type { Statement } from './sql.ts'

/** Neither text nor script: the engine is to close. */
export type Asked =
  | { id: number; text: string; values: Statement['values'] }
  | { id: number; script: string }
  | { id: number }
/** 0 tells how the opening went. */
export type Answered =
  | { id: number; rows: unknown[] }
  | { id: number; error: { message: string; code: string | undefined; severity: string | undefined } }

export interface Thread {
  query<Row>(statement: Pick<Statement, 'text' | 'values'>): Promise<Row[]>
  script(text: string): Promise<void>
  close(): Promise<void>
}

/** Compiled, since a thread starts from a file as it lies on the disk. */
const WORKER = fileURLToPath(new URL('../dist/pglite-worker.js', import.meta.url))

interface Waiting {
  resolve: (rows: unknown[]) => void
  reject: (error: MetadataError) => void
}

/** Resolves once the engine is open. */
export async function startThread(dataDir: string): Promise<Thread> {
  const worker = new Worker(WORKER, { workerData: { dataDir } })
  const waiting = new Map<number, Waiting>()
  let [asked, isOver] = [0, false]
  const answered = (id: number): Promise<unknown[]> =>
    new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
  const end = (why: string): void => {
    isOver = true
    for (const { reject } of waiting.values()) reject(new MetadataError('unavailable', undefined, why))
    waiting.clear()
  }
  worker.on('message', (message: Answered) => settle(waiting, message))
  worker.on('error', (error) => end(`the engine of metadata failed: ${error.message}`))
  worker.on('exit', () => end('the engine of metadata has ended'))
  const ask = async (question: object): Promise<unknown[]> => {
    if (isOver) throw new MetadataError('unavailable', undefined, 'the engine of metadata has ended')
    const id = ++asked
    worker.postMessage({ id, ...question })
    return answered(id)
  }
  await answered(0)
  return {
    query: async <Row>({ text, values }: Pick<Statement, 'text' | 'values'>) =>
      (await ask({ text, values })) as Row[],
    script: async (script) => void (await ask({ script })),
    async close() {
      if (!isOver) await ask({})
      await worker.terminate()
    },
  }
}

function settle(waiting: Map<number, Waiting>, answer: Answered): void {
  const one = waiting.get(answer.id)
  waiting.delete(answer.id)
  if ('rows' in answer) return one?.resolve(answer.rows)
  const known = toMetadataError(Object.assign(new Error(answer.error.message), answer.error))
  // What is wrong inside the engine has no code either, and never goes away by waiting.
  one?.reject(known.code === undefined ? new MetadataError('fault', undefined, known.message) : known)
}
