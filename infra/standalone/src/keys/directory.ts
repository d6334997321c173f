/** Whom this process serves: projects and keys in memory, read anew within a second of any change. */
import type { Database } from '@firefly/metadata/database'
import { type Directory, directoryVersion, readDirectory } from '@firefly/metadata/tables/directory'
import type { KeyRing } from '@firefly/protocol/keys'
import type { SettingsOf } from '@firefly/protocol/settings'
import type { FirstKeys } from './first.ts'
import type { LastKnown } from '../last-known.ts'
import { grantIn, grantsOf } from './ring.ts'
import { projectsOf } from './projects.ts'

export interface DirectoryOptions {
  database: Database
  first: FirstKeys
  lastKnown: LastKnown<Directory>
  /** Each time metadata, or the file of what was last known, could not be read or written. */
  onFailure: (error: unknown) => void
  /** How often it is asked whether something changed: half of how long a revoked key may still work, at most. */
  refreshMs?: number
}

export interface LiveDirectory extends KeyRing {
  /** What the project has decided about what reaches it. */
  settings: SettingsOf
  /** Its IANA zone, when it has one of its own. */
  timezone(project: string): string | undefined
  /** Reads anew now; for whoever has just changed something. */
  refresh(): Promise<void>
  /** Seconds since what is in memory was known to be true. */
  age(): number
  stop(): Promise<void>
}

/** Usable at once, with what was last known. */
export async function openDirectory(options: DirectoryOptions): Promise<LiveDirectory> {
  const { database, first, lastKnown, onFailure, refreshMs = 1_000 } = options
  let directory = await lastKnown.read()
  let grants = grantsOf(first, directory)
  let projects = projectsOf(directory, new Map(), onFailure)
  let knownAt = performance.now()
  const take = (fresh: Directory): void => {
    directory = fresh
    grants = grantsOf(first, fresh)
    projects = projectsOf(fresh, projects, onFailure)
  }
  const look = async (): Promise<void> => {
    try {
      const isOld = directory?.version !== (await directoryVersion(database))
      if (isOld) take(await readDirectory(database))
      knownAt = performance.now()
      if (isOld && directory) await lastKnown.write(directory)
    } catch (error) {
      onFailure(error)
      // Another process on this folder may hold metadata: what it saw last is newer than what we did.
      const seen = await lastKnown.read()
      if (seen && seen.version > (directory?.version ?? 0)) take(seen)
    }
  }
  const looking = repeatedly(look, refreshMs)
  return {
    find: (token) => grantIn(grants, token, Date.now()),
    settings: (project) => projects.get(project)?.settings,
    timezone: (project) => projects.get(project)?.timezone ?? undefined,
    refresh: looking.now,
    age: () => (performance.now() - knownAt) / 1000,
    stop: looking.stop,
  }
}

/** One at a time; whoever asks for one now gets one that begins after the asking. */
function repeatedly(
  look: () => Promise<void>,
  everyMs: number,
): { now: () => Promise<void>; stop: () => Promise<void> } {
  let last = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const now = (): Promise<void> => (last = last.then(look))
  const loop = async (): Promise<void> => {
    await now()
    if (!isStopped) timer = setTimeout(() => void loop(), everyMs)
  }
  void loop()
  return {
    now,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await last
    },
  }
}
