/** People that were given a name. */
import type { CohortInput, SavedCohort } from '@firefly/protocol/query/cohorts'
import type { PersonsResult } from '@firefly/protocol/query/persons'
import type { CallOptions } from './client.ts'
import type { Call, Send } from './transport.ts'

export interface CohortCalls {
  list(options?: CallOptions): Promise<SavedCohort[]>
  /** With its size. */
  find(id: string, options?: CallOptions): Promise<SavedCohort>
  save(words: CohortInput, options?: CallOptions): Promise<SavedCohort>
  replace(id: string, words: CohortInput, options?: CallOptions): Promise<SavedCohort>
  /** Finds the members anew now. */
  refresh(id: string, options?: CallOptions): Promise<SavedCohort>
  remove(id: string, options?: CallOptions): Promise<void>
  persons(
    id: string,
    page?: { limit?: number; after?: string },
    options?: CallOptions,
  ): Promise<PersonsResult>
}

export function cohortCalls(send: Send): CohortCalls {
  const pathOf = (id: string): string => `/v1/cohorts/${encodeURIComponent(id)}`
  const json = async <Body>(call: Call, { signal }: CallOptions = {}): Promise<Body> =>
    (await send({ ...call, signal })).json() as Promise<Body>
  return {
    list: async (options) =>
      (await json<{ cohorts: SavedCohort[] }>({ path: '/v1/cohorts' }, options)).cohorts,
    find: (id, options) => json({ path: pathOf(id) }, options),
    save: (body, options) => json({ method: 'POST', path: '/v1/cohorts', body }, options),
    replace: (id, body, options) => json({ method: 'PUT', path: pathOf(id), body }, options),
    refresh: (id, options) => json({ method: 'POST', path: `${pathOf(id)}/refresh` }, options),
    remove: async (id, { signal } = {}) => void (await send({ method: 'DELETE', path: pathOf(id), signal })),
    persons: (id, parameters = {}, options) => json({ path: `${pathOf(id)}/persons`, parameters }, options),
  }
}
