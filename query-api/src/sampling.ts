/** Answers from a share of all people: the same people every time, their numbers scaled up, and how far off they may be. */
import type { Query } from '@firefly/protocol/query'
import type { Sampling } from '@firefly/protocol/results'
import { QueryError } from './errors.ts'
import { MEASURES } from './measures.ts'

/** The names of numbers that grow with the people, in the results of each kind that can be asked of some of them. */
const GROWING: Partial<Record<Query['kind'], readonly string[]>> = {
  trend: ['values', 'total'],
  funnel: ['count', 'counts', 'entered', 'converted'],
  retention: ['size', 'values'],
  lifecycle: ['new', 'returning', 'resurrecting', 'dormant'],
  stickiness: ['counts'],
  path: ['count', 'exits'],
}

/** Throws a 422 that says why where an answer about some people would say little or nothing of all. */
export function checkSampling(query: Query): void {
  if (query.sampling === undefined) return
  if (!GROWING[query.kind]) throw refused(`expected no sampling, as kind is ${query.kind}`)
  if (query.kind === 'trend' && query.formula !== undefined)
    throw refused('expected no sampling beside a formula')
  if (query.kind === 'trend' && new Set(query.series.map(({ math }) => MEASURES[math].grows)).size > 1)
    throw refused('expected only measures that grow with the people, or none of them, in one question')
}

const refused = (message: string): QueryError =>
  new QueryError('unsupported_query', 'this cannot be told from a sample', [{ path: 'sampling', message }])

/** Of a question that `checkSampling` let through. */
export function scaledUp<Result>(query: Query, result: Result): Result {
  const { sampling } = query
  if (sampling === undefined || !grows(query)) return result
  return scaled(result, growingIn(query), 1 / sampling) as Result
}

/** Averages of some people are those of all, as near as can be; how many they are is not. */
const growingIn = (query: Query): ReadonlySet<string> =>
  query.kind === 'retention' && query.return.math === 'avg'
    ? new Set(['size'])
    : new Set(GROWING[query.kind] ?? [])

/** The measures of a trend all grow or none does. */
function grows(query: Query): boolean {
  if (query.kind === 'trend') return query.series.every(({ math }) => MEASURES[math].grows)
  return true
}

function scaled(value: unknown, names: ReadonlySet<string>, factor: number, isGrowing = false): unknown {
  if (typeof value === 'number') return isGrowing ? value * factor : value
  if (Array.isArray(value)) return value.map((one) => scaled(one, names, factor, isGrowing))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, scaled(inner, names, factor, names.has(name))]),
  )
}

/** The normal distribution's two-sided quantile for 95 of 100. */
const Z_95 = 1.96

/**
 * Each person is in the sample or not, independently, with probability p: so many that are told as N are a binomial count
 * divided by p, whose standard deviation is √(N(1 − p)/p).
 */
export const samplingOf = (rate: number): Sampling => ({
  rate,
  confidence: 0.95,
  errorPerRoot: Math.round(Z_95 * Math.sqrt((1 - rate) / rate) * 10_000) / 10_000,
})
