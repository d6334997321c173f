/** What a path needs to know before it is SQL: what its nodes are called, where it begins and ends, what a session is. */
import type { PathQuery } from '@firefly/protocol/query/path'
import { QueryError } from '../../errors.ts'
import { durationOf } from '../../durations.ts'
import { pageNamed } from '../../pages.ts'
import { type Range, readRange } from '../../range.ts'

export interface PathPlan
  extends Pick<PathQuery, 'filters' | 'by' | 'start' | 'end' | 'steps' | 'limit' | 'include' | 'exclude'> {
  range: Range
  groups: NonNullable<PathQuery['groups']>
  /** Silence that ends a session whatever the SDK says, in milliseconds. */
  gapMs: number | undefined
}

/** Throws a 400 that names the field when both ends of a path leave no room between them. */
export function planPath(query: PathQuery, zone: string): PathPlan {
  const { filters, by, start, end, steps, limit, include, exclude, sessionGap } = query
  if (start !== undefined && end !== undefined && steps < 3)
    throw new QueryError('invalid_query', 'the question cannot be understood', [
      { path: 'steps', message: 'expected at least 3, to show what lies between start and end' },
    ])
  const range = readRange(query.from, query.to, zone)
  const gap = typeof sessionGap === 'number' ? { value: sessionGap, unit: 'minute' as const } : sessionGap
  const named = by === 'event' || by === '$pathname' ? pageNamed : (name: string) => name
  const [first, last] = [start, end].map((name) => (name === undefined ? undefined : named(name)))
  const ends = { start: first, end: last, include: include?.map(named), exclude: exclude?.map(named) }
  const own = { filters, by, steps, limit, ...ends }
  return { ...own, range, groups: query.groups ?? [], gapMs: gap && durationOf(gap) }
}
