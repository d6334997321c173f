/** A question with every cohort found that it names, and told whose question it is part of. */
import type { Cohort } from '@firefly/protocol/query/filters'
import { QueryError } from '../errors.ts'
import { type CohortBook, expiryOf, type KeptCohort } from './book.ts'
import type { CohortScope, Members } from './membership.ts'

/** Throws a 400 that names the ids that nobody saved, a 422 where cohorts need one another in a circle. */
export function placeCohorts<Question extends object>(
  question: Question,
  scope: CohortScope,
  book: CohortBook | undefined,
  within: readonly string[] = [],
): Promise<Question> {
  const place = async (value: unknown, path: string, within: readonly string[]): Promise<unknown> => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return Promise.all(value.map((one, at) => place(one, `${path}.${at}`, within)))
    const { cohort } = value as { cohort?: unknown }
    const placed = await Promise.all(
      Object.entries(value).map(async ([key, inner]) => {
        const here = path ? `${path}.${key}` : key
        if (key !== 'cohort' || typeof inner !== 'string')
          return [key, await place(inner, here, within)] as const
        return [key, await place(await saved(inner, here, within), here, [...within, inner])] as const
      }),
    )
    const copy = Object.fromEntries(placed)
    return cohort === undefined ? copy : { ...copy, scope }
  }
  const saved = async (id: string, path: string, within: readonly string[]): Promise<Cohort | Members> => {
    if (within.includes(id))
      throw new QueryError('unsupported_query', 'cohorts need one another in a circle', [
        { path, message: `expected a cohort that does not need ${within[0]} itself` },
      ])
    const kept = await book?.find(scope.project.name, id)
    if (!kept)
      throw new QueryError('invalid_query', 'the question cannot be understood', [
        { path, message: 'expected the id of a saved cohort, or a cohort' },
      ])
    return peopleOf(kept, Date.now())
  }
  return place(question, '', within) as Promise<Question>
}

/** Members where they hold; what is meant where none were found yet, or the last ones are long gone. */
function peopleOf(kept: KeptCohort, now: number): Cohort | Members {
  const { id, version, definition, computedAt } = kept
  if (definition === null) return { members: { of: id, version } }
  const holds = version > 0 && computedAt !== null && expiryOf(kept, computedAt.getTime()).getTime() > now
  return holds ? { members: { of: id, version } } : definition
}
