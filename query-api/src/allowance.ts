/** What one question may cost: by the kind of its key, as its project has settled it, never more than the operator allows. */
import type { Limits } from '@firefly/clickhouse/store'
import type { Grant } from '@firefly/protocol/keys'
import type { SettingsOf } from '@firefly/protocol/settings'

/** The most that any question may cost, whatever a project has settled. */
export const MOST: Limits = { maxSeconds: 60, maxMemoryBytes: 4 * 1024 ** 3, maxRowsToRead: 5_000_000_000 }
/** Read keys are in many hands, and in dashboards that ask by themselves. */
const OF_READ_KEYS: Limits = {
  maxSeconds: 30,
  maxMemoryBytes: 2 * 1024 ** 3,
  maxRowsToRead: 2_000_000_000,
}
const MEGABYTE = 1024 ** 2

export type AllowanceOf = (asker: Pick<Grant, 'project' | 'kind'>) => Limits

/** Settings are read with every question, so that a change holds from the next one on. */
export const allowances =
  (settings: SettingsOf, most: Limits): AllowanceOf =>
  ({ project, kind }) => {
    const role = kind === 'read' ? 'read' : 'secret'
    const { seconds, megabytes, rows } = settings(project)?.limits?.[role] ?? {}
    const usual = role === 'read' ? OF_READ_KEYS : most
    return {
      maxSeconds: Math.min(seconds ?? usual.maxSeconds, most.maxSeconds),
      maxMemoryBytes: Math.min(
        megabytes === undefined ? usual.maxMemoryBytes : megabytes * MEGABYTE,
        most.maxMemoryBytes,
      ),
      maxRowsToRead: Math.min(rows ?? usual.maxRowsToRead, most.maxRowsToRead),
    }
  }
