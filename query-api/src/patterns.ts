/** Regular expressions are tried on nothing before the question runs: only the engine knows its own syntax. */
import { StoreError } from '@firefly/clickhouse/errors'
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { Query } from '@firefly/protocol/query'
import type { Asking } from './analyses/analysis.ts'
import { QueryError } from './errors.ts'

const BAD_PATTERN = 427

/** Throws a 400 that names the field of the first pattern that is none. */
export async function checkPatterns(query: Query, ask: Asking['ask']): Promise<void> {
  for (const { path, pattern } of patternsIn(query, '')) {
    try {
      await ask(statement(sql`SELECT match('', ${bind('String', pattern)}) AS matched`))
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== BAD_PATTERN) throw error
      const message = 'expected a regular expression in RE2 syntax'
      throw new QueryError('invalid_query', 'the question cannot be understood', [{ path, message }])
    }
  }
}

interface Pattern {
  path: string
  pattern: string
}

function patternsIn(value: unknown, path: string): Pattern[] {
  if (typeof value !== 'object' || value === null) return []
  const { operator, value: operand } = value as { operator?: unknown; value?: unknown }
  const own = operator === 'matches' ? [{ path: `${path}.value`, pattern: String(operand) }] : []
  const inner = Object.entries(value).flatMap(([key, one]) => patternsIn(one, path ? `${path}.${key}` : key))
  return [...own, ...inner]
}
