/** A store of its own for one measurement, migrated, and removed afterwards. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@firefly/clickhouse/migrate'
import { openStore } from '@firefly/clickhouse/open'
import type { Store } from '@firefly/clickhouse/store'

export async function withStore<Result>(
  work: (store: Store, folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-bench-'))
  const store = await openStore(`chdb:${join(folder, 'store')}`)
  try {
    await migrate(store)
    return await work(store, folder)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
