/** What a schema found wrong, as paths and sentences for the asker. */
import { querySchema } from '@firefly/protocol/query'
import type { z } from 'zod'
import type { Issue } from './errors.ts'

const KINDS = querySchema.options.map((option) => option.shape.kind.value)

export function issuesOf(issue: z.core.$ZodIssue): Issue[] {
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
  if (path.at(-1) === 'value')
    return [{ path: path.join('.'), message: 'expected text, a number, true or false, or a list of these' }]
  if (path.at(-1) === 'cohort') return cohortIssues(path, errors)
  const closest = errors.toSorted((a, b) => a.length - b.length || depth(b) - depth(a))[0] ?? []
  return closest.flatMap((inner) => issuesOf({ ...inner, path: [...path, ...inner.path] }))
}

/** An id is text; whatever is wrong inside of a cohort is told instead of that it is none. */
function cohortIssues(path: PropertyKey[], errors: readonly z.core.$ZodIssue[][]): Issue[] {
  const here = path.join('.')
  const inside = errors
    .flat()
    .flatMap((inner) => issuesOf({ ...inner, path: [...path, ...inner.path] }))
    .filter((issue) => issue.path.length > here.length)
  return inside.length > 0
    ? inside
    : [{ path: here, message: 'expected the id of a saved cohort, or one of did, all, any and not' }]
}

const depth = (issues: readonly z.core.$ZodIssue[]): number =>
  Math.max(0, ...issues.map(({ path }) => path.length))
