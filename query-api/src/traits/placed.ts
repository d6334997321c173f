/** A question's properties of people, looked up before it is planned. */
import { bind, sql, statement } from '@firefly/clickhouse/sql'
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
  const lastCounts = new Map<Named, boolean>()
  for (const source of ['user', 'group'] as const) {
    const own = named.filter((one) => one.source === source)
    const kinds = own.length === 0 ? new Map<string, string[]>() : await kindsOf(source, own, project, ask)
    for (const one of own)
      lastCounts.set(
        one,
        (kinds.get(one.property) ?? []).every((kind) => LAST_WORDS.has(kind)),
      )
  }
  return { ...project, traits: named.map((one) => ({ ...one, lastCounts: lastCounts.get(one) ?? false })) }
}

type Named = ReturnType<typeof traitsIn>[number]
const CHANGES = { user: sql`user_changes`, group: sql`group_changes` }

/** Which kinds of changes were ever said of each property, of groups of whatever type. */
async function kindsOf(
  source: Named['source'],
  named: readonly Named[],
  project: Project,
  ask: Ask,
): Promise<Map<string, string[]>> {
  const names = named.map(({ property }) => property)
  const rows = await ask<{ property: string; kinds: string[] }>(
    statement(sql`
SELECT toString(name) AS property, groupUniqArray(toString(kind)) AS kinds FROM ${CHANGES[source]}
WHERE project = ${bind('String', project.name)} AND name IN ${bind('Array(String)', names)}
GROUP BY property`),
  )
  return new Map(rows.map(({ property, kinds }) => [property, kinds]))
}
