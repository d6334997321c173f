/** The people behind a number, in pages. */
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import type { Query } from '@firefly/protocol/query'
import { type PersonsQuery, type PersonsResult, personsSchema } from '@firefly/protocol/query/persons'
import type { Asking } from '../analyses/analysis.ts'
import { nameOf, refuseBoth, withinGroup } from '../analyses/by-cohort.ts'
import { isPlain, withinValue } from '../analyses/by-value.ts'
import { type AnswerOptions, placed } from '../answer.ts'
import { QueryError, wrongAt } from '../errors.ts'
import { lastOf } from '../instants.ts'
import { issuesOf } from '../issues.ts'
import { parseQuery } from '../parse.ts'
import { checkPatterns } from '../patterns.ts'
import { eventsOf, personOf } from '../persons.ts'
import { refuseHidden } from '../sight/refuse.ts'
import { SEES_ALL } from '../sight/sight.ts'
import { pickedSql } from './picked.ts'

interface PersonRow {
  id: string
  ids: string[]
  seen: string | number
}

/** Throws a 400 that names each wrong field. */
export function parsePersons(body: unknown): PersonsQuery {
  const { query } = (typeof body === 'object' && body !== null ? body : {}) as { query?: unknown }
  const kind = kindOf(query)
  const own = personsSchema.options.find((option) => option.shape.query.shape.kind.value === kind)
  const { data, error } = (own ?? personsSchema).safeParse(body)
  if (error) throw wrong(error.issues.flatMap(issuesOf))
  return data
}

/** What is wrong in there is named by its path from here. */
function kindOf(query: unknown): Query['kind'] {
  try {
    return parseQuery(query).kind
  } catch (error) {
    throw wrongAt((path) => `query.${path}`.replace(/\.$/, ''), error)
  }
}

const wrong = (issues: { path: string; message: string }[]): QueryError =>
  new QueryError('invalid_query', 'the question cannot be understood', issues)

export async function findPersons(
  asked: PersonsQuery,
  asking: Asking,
  options: AnswerOptions,
): Promise<PersonsResult> {
  return personsPage(await pickedOf(asked, asking, options), asked, asking)
}

/** The people behind a number, as SQL with the column `person`. Throws what the question itself would. */
export async function pickedOf(asked: PersonsQuery, asking: Asking, options: AnswerOptions): Promise<Sql> {
  refuseBoth(asked.query)
  refuseHidden({ query: asked.query }, options.sight ?? SEES_ALL)
  await checkPatterns(asked.query, asking)
  await options.known?.check({ query: asked.query }, asking)
  const whole = await placed(asked.query, asking, options)
  const ofCohort = inCohort({ ...asked, query: whole.query } as PersonsQuery, asked.query)
  return pickedSql(ofValue(ofCohort, whole.asking), whole.asking)
}

/** Where groups by value stand beside the result, the question of the one that is meant. */
function ofValue(one: PersonsQuery, { project }: Asking): PersonsQuery {
  const { query, breakdown: value } = one
  if (!isPlain(query)) {
    if (value === undefined) return one
    throw wrong([{ path: 'breakdown', message: `expected pick.breakdown, as kind is ${query.kind}` }])
  }
  if (value === undefined) return { ...one, query: { ...query, breakdown: undefined } } as PersonsQuery
  return { ...one, query: withinValue(query, value, project.sight) } as PersonsQuery
}

/** Where the groups are cohorts, the question of the one that is meant. */
function inCohort(placedOne: PersonsQuery, asked: PersonsQuery['query']): PersonsQuery {
  const { query, pick, byCohort: named } = placedOne
  const value = 'breakdown' in pick ? pick.breakdown : undefined
  const name = named ?? value
  if (name === undefined || (named === undefined && !query.byCohort)) return placedOne
  const names = (asked.byCohort ?? []).map(nameOf)
  const group = query.byCohort?.[names.indexOf(String(name))]
  const path = named === undefined ? 'pick.breakdown' : 'byCohort'
  if (!group)
    throw wrong([
      {
        path,
        message: names.length
          ? `expected one of ${names.join(', ')}`
          : 'the question has no groups by cohort',
      },
    ])
  const rest = named === undefined ? { ...pick, breakdown: undefined } : pick
  const own = { ...placedOne, query: withinGroup(query, group), pick: rest }
  return own as PersonsQuery
}

/** A page of them, with what is known of each. */
export async function personsPage(
  people: Sql,
  page: Pick<PersonsQuery, 'after' | 'limit'>,
  asking: Asking,
): Promise<PersonsResult> {
  const rows = await asking.ask<PersonRow>(statement(personsSql(people, page, asking)))
  const shown = rows.slice(0, page.limit)
  return {
    persons: shown.map(({ id, ids, seen }) => ({
      id,
      distinctIds: ids,
      lastSeen: new Date(Number(seen)).toISOString(),
    })),
    next: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

/** One more than a page, which tells whether there is another. */
const personsSql = (
  picked: Sql,
  asked: Pick<PersonsQuery, 'after' | 'limit'>,
  { project }: Pick<Asking, 'project'>,
): Sql => sql`
SELECT toString(person) AS id, arraySort(groupUniqArray(10)(distinct)) AS ids, ${lastOf('time')} AS seen
FROM (
  SELECT ${personOf(project)} AS person, if(user_id != '', user_id, anonymous_id) AS distinct, time
  FROM ${eventsOf(project)}
  WHERE project = ${bind('String', project.name)}
    AND person IN (${picked}) AND ${asked.after === undefined ? sql`1` : sql`person > toUInt64(${bind('String', asked.after)})`}
)
GROUP BY person
ORDER BY person
LIMIT ${bind('UInt32', asked.limit + 1)}`
