/** Quotas that hold for all ingest processes together: each tells every second what it has let in, and learns what is left. */
import type { Quotas } from '@firefly/ingest/quota'
import type { Database } from '@firefly/metadata/database'
import { settleQuotas } from '@firefly/metadata/tables/quotas'
import { type Repeated, repeatedly } from './repeatedly.ts'

export interface SharingOptions {
  database: Database
  quotas: Quotas
  /** Each time metadata could not be used; each process then counts on its own, and tells it later. */
  onFailure: (error: unknown) => void
  everyMs?: number
}

const LOOK_MS = 1_000

export function shareQuotas({ database, quotas, onFailure, everyMs = LOOK_MS }: SharingOptions): Repeated {
  const settle = async (): Promise<void> => {
    const spent = quotas.spent()
    if (spent.length === 0) return
    try {
      for (const { project, remaining } of await settleQuotas(database, spent))
        quotas.learn(project, remaining)
    } catch (error) {
      onFailure(error)
      quotas.untold(spent)
    }
  }
  return repeatedly(settle, everyMs)
}
