/** The port: where saved cohorts are kept. Who belongs to them is in the store, or asked anew. */
import type { Cohort } from '@firefly/protocol/query/filters'

export interface KeptCohort {
  id: string
  project: string
  name: string
  description: string
  /** Null where members were given one by one. */
  definition: Cohort | null
  refreshMinutes: number | null
  /** Counts what it has meant. */
  revision: number
  /** Names the members in the store that hold; 0 where there are none. */
  version: number
  size: number | null
  computedAt: Date | null
  createdAt: Date
  updatedAt: Date
}
export type KeptWords = Pick<KeptCohort, 'name' | 'description' | 'definition' | 'refreshMinutes'>

export interface CohortBook {
  list: (project: string) => Promise<KeptCohort[]>
  find: (project: string, id: string) => Promise<KeptCohort | undefined>
  add: (project: string, words: KeptWords) => Promise<KeptCohort>
  /** Replaces all of it. Nothing when there is no such cohort. */
  change: (project: string, id: string, words: KeptWords) => Promise<KeptCohort | undefined>
  /** Says whether there was one. */
  remove: (project: string, id: string) => Promise<boolean>
  /** From now on these members hold; nothing when newer ones do, or it has come to mean something else. */
  keep: (
    cohort: Pick<KeptCohort, 'id' | 'revision'>,
    members: { version: number; size: number; at: Date },
  ) => Promise<KeptCohort | undefined>
  /** One whose members are to be found anew, for the caller alone until then. */
  claimDue: (now: Date, until: Date) => Promise<KeptCohort | undefined>
}

const MINUTE = 60_000
const WEEK = 7 * 1_440 * MINUTE

/** Members that were found at times are forgotten by the store when none were found for long. */
export const expiryOf = ({ refreshMinutes }: Pick<KeptCohort, 'refreshMinutes'>, now: number): Date =>
  new Date(now + Math.max(3 * (refreshMinutes ?? 0) * MINUTE, WEEK))
