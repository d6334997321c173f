/** Metadata of this process: opened beside everything else, so that collecting never waits for it. */
import { type BackgroundDatabase, openInBackground } from '@firefly/metadata/background'
import type { Database } from '@firefly/metadata/database'
import { openMetadata } from '@firefly/metadata/open'
import { createKey } from '@firefly/metadata/tables/keys'
import { createProject } from '@firefly/metadata/tables/projects'
import { type FirstKeys, PROJECT } from './keys/first.ts'

export interface MetadataOptions {
  url: string
  first: FirstKeys
  onFailure: (error: unknown) => void
}

export function startMetadata(
  { url, first, onFailure }: MetadataOptions,
  open = openMetadata,
): BackgroundDatabase {
  return openInBackground({
    onFailure,
    async open() {
      const database = await open(url)
      await database
        .transaction((transaction) => enrol(transaction, first))
        .catch(async (error: unknown) => {
          await database.close()
          throw error
        })
      return database
    },
  })
}

/** The first project and its keys; what is there already stays as it is, revoked keys revoked. */
async function enrol(on: Pick<Database, 'query'>, first: FirstKeys): Promise<void> {
  await createProject(on, { id: PROJECT, name: 'Default', timezone: null, settings: {} })
  for (const name of first.kept) {
    const kind = name === 'writeKey' ? 'write' : 'secret'
    await createKey(on, { project: PROJECT, kind, token: first[name], label: 'made on first start' })
  }
}
