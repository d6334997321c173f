/** From JSON to a question, or a 400 that names each wrong field by its path. */
import { type Query, querySchema } from '@firefly/protocol/query'
import type { z } from 'zod'
import { QueryError } from './errors.ts'

const KINDS = querySchema.options.map((option) => option.shape.kind.value)

export function parseQuery(body: unknown): Query {
  const parsed = querySchema.safeParse(body)
  if (!parsed.success)
    throw new QueryError(
      'invalid_query',
      'the question cannot be understood',
      parsed.error.issues.flatMap(issuesOf),
    )
  checkValues(parsed.data)
  return parsed.data
}

type Issue = { path: string; message: string }

function issuesOf(issue: z.core.$ZodIssue): Issue[] {
  const path = issue.path.join('.')
  if (issue.code === 'invalid_union' && path === 'kind')
    return [{ path, message: `expected one of ${KINDS.join(', ')}` }]
  if (issue.code === 'invalid_union') return innermost(issue)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: path ? `${path}.${key}` : key,
      message: 'not a field of this question',
    }))
  return [{ path, message: issue.message }]
}

/** Of several shapes a value could have had, the one it came closest to tells what is wrong. */
function innermost({ path, errors }: z.core.$ZodIssueInvalidUnion): Issue[] {
  const closest = errors.toSorted((a, b) => a.length - b.length || depth(b) - depth(a))[0] ?? []
  return closest.flatMap((inner) => issuesOf({ ...inner, path: [...path, ...inner.path] }))
}
const depth = (issues: readonly z.core.$ZodIssue[]): number =>
  Math.max(0, ...issues.map(({ path }) => path.length))

/** What one schema cannot say: how many values each operator takes. */
function checkValues(query: Query): void {
  const issues: Issue[] = []
  visit(query, '', issues)
  if (issues.length > 0) throw new QueryError('invalid_query', 'the question cannot be understood', issues)
}

function visit(value: unknown, path: string, issues: Issue[]): void {
  if (typeof value !== 'object' || value === null) return
  if ('operator' in value) issues.push(...wrongValue(value as Operand, path))
  for (const [key, inner] of Object.entries(value)) visit(inner, path ? `${path}.${key}` : key, issues)
}

type Operand = { operator: string; value?: unknown }

function wrongValue({ operator, value }: Operand, path: string): Issue[] {
  const wrong = (message: string): Issue[] => [{ path: `${path}.value`, message }]
  if (operator === 'is_set' || operator === 'is_not_set') return []
  if (operator === 'between')
    return Array.isArray(value) && value.length === 2
      ? []
      : wrong('expected a list of two values, as operator is between')
  if (operator === 'in' || operator === 'not_in')
    return Array.isArray(value) ? [] : wrong(`expected a list, as operator is ${operator}`)
  if (value === undefined) return wrong(`expected a value, as operator is ${operator}`)
  const manyAllowed = operator === 'eq' || operator === 'neq'
  return Array.isArray(value) && !manyAllowed ? wrong(`expected one value, as operator is ${operator}`) : []
}
