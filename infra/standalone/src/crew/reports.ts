/** What the workers measured, asked of each and added up; whoever does not answer in time is left out of that answer. */
import type { Worker } from 'node:cluster'
import { type Exposition, type MetricsReport, summedUp, type Telemetry } from '@firefly/runtime/telemetry'
import type { FromPrimary } from './messages.ts'

export interface Reports {
  /** For a message of kind `report`. */
  take(id: number, report: MetricsReport): void
  exposition(): Promise<Exposition>
}

const PATIENCE_MS = 2_000

export function createReports(
  workers: () => readonly Worker[],
  { report: own }: Pick<Telemetry, 'report'>,
): Reports {
  const asked = new Map<number, (report: MetricsReport) => void>()
  let last = 0
  const ask = (worker: Worker): Promise<MetricsReport> =>
    new Promise((resolve) => {
      const id = ++last
      const finish = (report: MetricsReport): void => {
        clearTimeout(timer)
        asked.delete(id)
        resolve(report)
      }
      const timer = setTimeout(() => finish([]), PATIENCE_MS)
      asked.set(id, finish)
      worker.send({ kind: 'report', id } satisfies FromPrimary)
    })
  return {
    take: (id, report) => asked.get(id)?.(report),
    async exposition() {
      const connected = workers().filter((worker) => worker.isConnected())
      return summedUp(await Promise.all([own(), ...connected.map(ask)]))
    },
  }
}
