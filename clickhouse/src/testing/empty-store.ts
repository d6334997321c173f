/** For tests: the in-process engine on a folder of its own, migrated, which goes with it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { migrate } from '../migrate.ts'
import { openStore } from '../open.ts'
import type { Store } from '../store.ts'

export async function openEmptyStore(): Promise<Store> {
  const folder = mkdtempSync(`${tmpdir()}/firefly-store-`)
  const store = await openStore(`chdb:${folder}`)
  await migrate(store)
  return {
    ...store,
    async close() {
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
