/** The people behind a number, in pages. */
import { bind, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import { type PersonsQuery, type PersonsResult, personsSchema, PICKS } from '@firefly/protocol/query/persons'
import type { Asking } from '../analyses/analysis.ts'
import { type AnswerOptions, placed } from '../answer.ts'
import { QueryError } from '../errors.ts'
import { issuesOf } from '../issues.ts'
import { parseQuery } from '../parse.ts'
import { checkPatterns } from '../patterns.ts'
import { eventsOf, personOf } from '../persons.ts'
import { pickedSql } from './picked.ts'

interface PersonRow {
  id: string
  ids: string[]
  seen: string | number
}

/** Throws a 400 that names each wrong field. */
export function parsePersons(body: unknown): PersonsQuery {
  const { query } = (typeof body === 'object' && body !== null ? body : {}) as { query?: unknown }
  const { kind } = parseQuery(query)
  if (!Object.hasOwn(PICKS, kind))
    throw wrong([{ path: 'query.kind', message: `expected one of ${Object.keys(PICKS).join(', ')}` }])
  const own = personsSchema.options.find((option) => option.shape.query.shape.kind.value === kind)
  const parsed = (own ?? personsSchema).safeParse(body)
  if (!parsed.success) throw wrong(parsed.error.issues.flatMap(issuesOf))
  return parsed.data
}

const wrong = (issues: { path: string; message: string }[]): QueryError =>
  new QueryError('invalid_query', 'the question cannot be understood', issues)

export async function findPersons(
  asked: PersonsQuery,
  asking: Asking,
  options: AnswerOptions,
): Promise<PersonsResult> {
  await checkPatterns(asked.query, asking)
  await options.known?.check({ query: asked.query }, asking)
  const query = await placed(asked.query, asking, options)
  const picked = await pickedSql({ ...asked, query } as PersonsQuery, asking)
  const rows = await asking.ask<PersonRow>(statement(personsSql(picked, asked, asking)))
  const shown = rows.slice(0, asked.limit)
  return {
    persons: shown.map(({ id, ids, seen }) => ({
      id,
      distinctIds: ids,
      lastSeen: new Date(Number(seen)).toISOString(),
    })),
    next: rows.length > asked.limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

/** One more than a page, which tells whether there is another. */
const personsSql = (
  picked: Sql,
  asked: Pick<PersonsQuery, 'after' | 'limit'>,
  { project }: Pick<Asking, 'project'>,
): Sql => sql`
SELECT toString(person) AS id, arraySort(groupUniqArray(10)(distinct)) AS ids, toUnixTimestamp64Milli(max(time)) AS seen
FROM (
  SELECT ${personOf(project)} AS person, if(user_id != '', user_id, anonymous_id) AS distinct, time
  FROM ${eventsOf(project)}
  WHERE project = ${bind('String', project.name)}
    AND person IN (${picked}) AND ${asked.after === undefined ? sql`1` : sql`person > toUInt64(${bind('String', asked.after)})`}
)
GROUP BY person
ORDER BY person
LIMIT ${bind('UInt32', asked.limit + 1)}`
