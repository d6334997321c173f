/** What each project has decided, read from metadata; settings nobody can read leave the last good ones in force. */
import type { Directory } from '@firefly/metadata/tables/directory'
import { type ProjectSettings, settingsSchema } from '@firefly/protocol/settings'

export interface KnownProject {
  timezone: string | null
  settings: ProjectSettings
}
export type KnownProjects = ReadonlyMap<string, KnownProject>

/** Settings that did not change stay the same object, so that whatever was prepared for them still holds. */
export function projectsOf(
  directory: Directory | undefined,
  before: KnownProjects,
  onUnreadable: (error: unknown) => void,
): KnownProjects {
  const known = (directory?.projects ?? []).map(({ id, timezone, settings }) => {
    const last = before.get(id)?.settings ?? {}
    const read = settingsSchema.safeParse(settings)
    if (!read.success)
      onUnreadable(new Error(`the settings of project ${id} cannot be read`, { cause: read.error }))
    const fresh = read.success ? read.data : last
    const isSame = JSON.stringify(fresh) === JSON.stringify(last)
    return [id, { timezone, settings: isSame ? last : fresh }] as const
  })
  return new Map(known)
}
