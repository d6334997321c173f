/** Who may do what, and who did: metadata, the directory of projects and keys, and the audit trail, wired together. */
import type { Directory } from '@firefly/metadata/tables/directory'
import { openMetadata } from '@firefly/metadata/open'
import type { Lifecycle } from '@firefly/runtime/lifecycle'
import type { Telemetry } from '@firefly/runtime/telemetry'
import type { BackgroundDatabase } from '@firefly/metadata/background'
import { type LiveDirectory, openDirectory } from './keys/directory.ts'
import type { FirstKeys } from './keys/first.ts'
import { lastKnownIn } from './last-known.ts'
import { startMetadata } from './metadata.ts'
import { metadataObserver } from './observe.ts'
import { createTrail, type LiveTrail } from './trail/trail.ts'

export interface Access {
  database: BackgroundDatabase
  keys: LiveDirectory
  trail: LiveTrail
  /** Counts and reports each time metadata could not be used. */
  onFailure: (error: unknown) => void
}

export interface AccessOptions {
  metadataUrl: string
  /** The data folder. */
  data: string
  first: FirstKeys
  clock: () => number
  telemetry: Telemetry
  lifecycle: Lifecycle
}

/** Usable at once; `database.begin()` lets metadata open. */
export async function openAccess(options: AccessOptions, open = openMetadata): Promise<Access> {
  const { metadataUrl, data, first, clock, telemetry, lifecycle } = options
  const onFailure = metadataObserver(telemetry)
  const database = startMetadata({ url: metadataUrl, first, onFailure }, open)
  lifecycle.started({ name: 'metadata', stop: () => database.close() })
  const lastKnown = lastKnownIn<Directory>(`${data}/directory.json`, onFailure)
  const keys = await openDirectory({ database, first, lastKnown, onFailure })
  lifecycle.started({ name: 'directory', stop: () => keys.stop() })
  const about = 'Since keys and projects were known to be up to date'
  telemetry.gauge('firefly_directory_age_seconds', about, () => keys.age(), 'max')
  const onLost = (deeds: number): void =>
    telemetry.count(
      'firefly_audit_trail_lost_total',
      'Lines of the audit trail that could not be kept',
      {},
      deeds,
    )
  const trail = createTrail({ database, clock, onFailure, onLost })
  lifecycle.started({ name: 'audit trail', stop: () => trail.stop() })
  return { database, keys, trail, onFailure }
}
