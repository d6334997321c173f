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

type Issues = z.core.$ZodIssue[]

/** Of several shapes a value could have had, the one it came closest to tells what is wrong. */
function innermost({ path, errors }: z.core.$ZodIssueInvalidUnion): Issue[] {
  const here = path.join('.')
  if (path.at(-1) === 'value')
    return [{ path: here, message: 'expected text, a number, true or false, or a list of these' }]
  // A cohort is an id or a shape of its own, and whatever is wrong inside of that is told instead of that it is no id.
  const shape = errors.flat().find((inner) => inner.code === 'invalid_union' && inner.path.length === 0)
  if (shape?.code === 'invalid_union') return innermost({ ...shape, path })
  if (errors.every((own) => own.every(isOfItself)))
    return [{ path: here, message: path.at(-1) === 'cohort' ? NO_COHORT : 'expected an object' }]
  const keys = errors.map(missingKey)
  if (keys.includes('all') && keys.every((key) => key !== undefined)) {
    const unknown = (errors[0] ?? []).filter(({ code }) => code === 'unrecognized_keys')
    const message = `expected one of ${keys.join(', ')}`
    return [{ path: here, message }, ...unknown.flatMap((inner) => issuesOf({ ...inner, path }))]
  }
  const closest = errors.toSorted((a, b) => a.length - b.length || depth(b) - depth(a))[0] ?? []
  return closest.flatMap((inner) => issuesOf({ ...inner, path: [...path, ...inner.path] }))
}

const NO_COHORT = 'expected the id of a saved cohort, or one of did, all, any and not'
const isOfItself = ({ code, path }: Issues[number]): boolean => code === 'invalid_type' && path.length === 0
/** The first key of a shape, where it is not there at all. */
const missingKey = (own: Issues): PropertyKey | undefined =>
  own.find((issue) => issue.path.length === 1 && isAbsent(issue))?.path[0]
const isAbsent = (issue: Issues[number]): boolean =>
  issue.code === 'invalid_union'
    ? issue.errors.flat().every((inner) => inner.path.length === 0 && isAbsent(inner))
    : issue.message.endsWith('received undefined')

const depth = (issues: readonly Issues[number][]): number =>
  Math.max(0, ...issues.map(({ path }) => path.length))
