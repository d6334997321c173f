/** A question's properties of people, looked up before it is planned. */
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { CohortBook } from '../cohorts/book.ts'
import type { CohortScope } from '../cohorts/membership.ts'
import { placeCohorts } from '../cohorts/place.ts'
import { QueryError } from '../errors.ts'
import type { Ask } from '../identity/joins.ts'
import type { Project } from '../persons.ts'
import { traitsIn } from './trait.ts'

/** A question with every cohort found, each knowing the properties of people that are asked for; and the project that knows them. */
export async function placeWhole<Question extends object>(
  question: Question,
  scope: CohortScope,
  book: CohortBook | undefined,
  ask: Ask,
  within: readonly string[] = [],
): Promise<{ question: Question; project: Project }> {
  const found = await placeCohorts(question, scope, book, within)
  const project = await withTraits(scope.project, found, ask)
  if (project === scope.project) return { question: found, project }
  return { question: await placeCohorts(found, { ...scope, project }, book, within), project }
}

/** Each is one more join of the statement. */
const MOST = 10
/** Kinds of changes after which nothing that was said before matters. */
const LAST_WORDS = new Set(['set', 'unset', 'delete'])

/** Throws a 422 when a question names too many. */
async function withTraits(project: Project, question: unknown, ask: Ask): Promise<Project> {
  const named = traitsIn(question)
  if (named.length === 0) return project
  if (named.length > MOST)
    throw new QueryError('unsupported_query', `more than ${MOST} properties of people in one question`)
  const rows = await ask<{ name: string; kinds: string[] }>(
    statement(
      kindsSql(
        project.name,
        named.map(({ property }) => property),
      ),
    ),
  )
  const kinds = new Map(rows.map((row) => [row.name, row.kinds]))
  const lastCounts = (property: string): boolean =>
    (kinds.get(property) ?? []).every((kind) => LAST_WORDS.has(kind))
  return { ...project, traits: named.map((one) => ({ ...one, lastCounts: lastCounts(one.property) })) }
}

const kindsSql = (project: string, names: readonly string[]): Sql => sql`
SELECT toString(name) AS name, groupUniqArray(toString(kind)) AS kinds FROM user_changes
WHERE project = ${bind('String', project)} AND user_changes.name IN ${bind('Array(String)', names)}
GROUP BY name`
