/** Patterns are tried on nothing first, so that a wrong one is named before any row is read. */
import { bind, join, type Sql, sql, statement } from '@firefly/clickhouse/sql'
import { StoreError } from '@firefly/clickhouse/errors'
import type { PathQuery } from '@firefly/protocol/query/path'
import type { Asking } from './analyses/analysis.ts'
import { isComputed, parseComputed, patternsIn } from './computed/parse.ts'
import { conditionsOf } from './conditions.ts'
import { type Issue, QueryError } from './errors.ts'
import { namedProperties } from './named.ts'

interface Pattern {
  path: string
  text: string
}

/** Throws a 400 that names each pattern that the engine cannot compile (RE2 syntax). */
export async function checkPatterns(query: object, { ask }: Pick<Asking, 'ask'>): Promise<void> {
  const patterns = patternsOf(query)
  if (patterns.length === 0 || (await refusal(patterns, ask)) === undefined) return
  const issues: Issue[] = []
  for (const pattern of patterns) {
    const reason = await refusal([pattern], ask)
    if (reason !== undefined) issues.push({ path: pattern.path, message: reason })
  }
  throw new QueryError('invalid_query', 'the question cannot be understood', issues)
}

const patternsOf = (query: object): Pattern[] => [
  ...conditionsOf(query)
    .filter(({ condition }) => condition.operator === 'matches')
    .map(({ path, condition }) => ({ path: `${path}.value`, text: String(condition.value) })),
  ...namedProperties(query).flatMap(({ path, property, source }) =>
    source === 'event' && isComputed(property)
      ? patternsIn(parseComputed(property)).map((text) => ({ path, text }))
      : [],
  ),
  ...('groups' in query
    ? ((query as PathQuery).groups ?? []).map(({ pattern }, at) => ({
        path: `groups.${at}.pattern`,
        text: pattern,
      }))
    : []),
]

const CANNOT_COMPILE = 427

/** Why the engine does not take one of the patterns; undefined when it takes all. */
async function refusal(patterns: readonly Pattern[], ask: Asking['ask']): Promise<string | undefined> {
  const tries = patterns.map(({ text }): Sql => sql`match('', ${bind('String', text)})`)
  try {
    await ask(statement(sql`SELECT ${join(tries, ' + ')}`))
    return undefined
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== CANNOT_COMPILE) throw error
    const why = /, error: (.+?)\. Look at /s.exec(error.message)?.[1]
    return `expected a regular expression in RE2 syntax${why ? `: ${why}` : ''}`
  }
}
