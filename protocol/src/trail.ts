/** The audit trail as every service sees it: somewhere to say what was done with a project's data. */

/** What was done. More may be named; these are the ones people look for. */
export type DeedName =
  | 'query'
  | 'persons'
  | 'export'
  | 'person.export'
  | 'user'
  | 'catalog'
  | 'cohort'
  | 'question'
  | 'live'
  | 'erase'
  | 'erase.done'
  | 'retain'
  | 'merge'
  | 'unmerge'
  | 'plan.change'
  | 'project.create'
  | 'project.change'
  | 'key.create'
  | 'key.revoke'
  | 'key.rotate'
  | 'quarantine.list'
  | 'quarantine.replay'
  | 'trail.read'

export interface Deed {
  /** The id of the key: `grant.key`. */
  who: string
  project: string
  what: DeedName
  /** Names and counts, such as the kind of a question; never the values of people's properties. */
  detail?: Record<string, string | number | boolean>
  /** How many rows were read, given or changed. */
  rows?: number
  durationMs?: number
}

export interface Trail {
  /** Returns at once. What cannot be written is kept for a while, and counted when it has to go. */
  add(deed: Deed): void
}

export const NO_TRAIL: Trail = { add: () => {} }
