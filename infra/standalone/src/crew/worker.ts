/** One worker of several: it serves like any process, tells the primary what it measured, and asks there what all did. */
import type { Exposition, Telemetry } from '@firefly/runtime/telemetry'
import type { FromPrimary, FromWorker } from './messages.ts'

/** The primary waits for the slowest worker itself, so it answers sooner than this or not at all. */
const PATIENCE_MS = 10_000

const tell = (message: FromWorker): void => void process.send?.(message)

export const tellReady = (url: string): void => tell({ kind: 'ready', url })

/** Gives the metrics of all workers, in the place of this one's own. Rejects when the primary does not answer. */
export function joinCrew({ report }: Pick<Telemetry, 'report'>): () => Promise<Exposition> {
  const asked = new Map<number, (exposition: Exposition) => void>()
  let last = 0
  process.on('message', (message: FromPrimary) => {
    if (message.kind === 'metrics') asked.get(message.id)?.(message.exposition)
    else void report().then((metrics) => tell({ kind: 'report', id: message.id, report: metrics }))
  })
  return () =>
    new Promise((resolve, reject) => {
      const id = ++last
      const finish = (): void => {
        clearTimeout(timer)
        asked.delete(id)
      }
      const timer = setTimeout(() => {
        finish()
        reject(new Error('the primary did not answer'))
      }, PATIENCE_MS)
      asked.set(id, (exposition) => {
        finish()
        resolve(exposition)
      })
      tell({ kind: 'metrics', id })
    })
}
