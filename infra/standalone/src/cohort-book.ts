/** Saved cohorts, kept in metadata. What a definition means is the query API's to know. */
import type { Database, Queries } from '@firefly/metadata/database'
import { MetadataError } from '@firefly/metadata/errors'
import {
  changeCohort,
  claimDueCohort,
  type CohortRow,
  createCohort,
  findCohort,
  keepMembers,
  listCohorts,
  removeCohort,
} from '@firefly/metadata/tables/cohorts'
import type { CohortBook, KeptCohort } from '@firefly/query-api/cohorts/book'
import { QueryError } from '@firefly/query-api/errors'

/** It was a definition when it was saved. */
const kept = (row: CohortRow): KeptCohort => row as KeptCohort
const maybe = (row: CohortRow | undefined): KeptCohort | undefined => row && kept(row)

export function cohortBookIn(metadata: Database): CohortBook {
  const database = reachable(metadata)
  return {
    list: async (project) => (await listCohorts(database, project)).map(kept),
    find: async (project, id) => maybe(await findCohort(database, project, id)),
    add: async (project, words) => kept(await createCohort(database, project, words)),
    change: async (project, id, words) => maybe(await changeCohort(database, project, id, words)),
    remove: (project, id) => removeCohort(database, project, id),
    keep: async (cohort, members) => maybe(await keepMembers(database, cohort, members)),
    claimDue: async (now, until) => maybe(await claimDueCohort(database, now, until)),
  }
}

/** Metadata whose absence is told to the asker, who can come back later. */
export const reachable = (metadata: Database): Queries => ({
  query: (statement) => metadata.query<never>(statement).catch(told),
})

function told(error: unknown): never {
  if (error instanceof MetadataError && error.trouble === 'unavailable')
    throw new QueryError('unavailable', 'what is saved cannot be reached now; try again')
  throw error
}
