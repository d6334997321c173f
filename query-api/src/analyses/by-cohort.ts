/** A question once for each of some cohorts, laid side by side as groups; whoever is in several counts in each. */
import type { CohortGroup } from '@firefly/protocol/query/by-cohort'
import type { Filter } from '@firefly/protocol/query/filters'
import type { FunnelQuery, FunnelResult } from '@firefly/protocol/query/funnel'
import type { RetentionQuery, RetentionResult } from '@firefly/protocol/query/retention'
import type { TrendQuery, TrendResult } from '@firefly/protocol/query/trend'
import { QueryError } from '../errors.ts'
import type { Analysed, Asking } from './analysis.ts'

interface Grouped {
  filters?: Filter[] | undefined
  breakdown?: object | undefined
  breakdowns?: object | undefined
  byCohort?: CohortGroup[] | undefined
}
type Run<Query, Result> = (query: Query, asking: Asking) => Promise<Analysed<Result>>

export const nameOf = ({ name, cohort }: CohortGroup, at: number): string =>
  name ?? (typeof cohort === 'string' ? cohort : `Cohort ${at + 1}`)

/** Throws a 400 where groups are asked for in two ways, or two of them have one name. */
export function refuseBoth({ breakdown, breakdowns, byCohort = [] }: Grouped): void {
  if (byCohort.length > 0 && (breakdown ?? breakdowns))
    throw wrong('byCohort', 'expected either breakdown or byCohort')
  const names = byCohort.map(nameOf)
  const again = names.findIndex((name, at) => names.indexOf(name) < at)
  if (again >= 0) throw wrong(`byCohort.${again}.name`, 'expected a name that no other group has')
}

const wrong = (path: string, message: string): QueryError =>
  new QueryError('invalid_query', 'the question cannot be understood', [{ path, message }])

/** The question of one group alone; a cohort that was placed keeps whose question it is part of. */
export function withinGroup<Query extends Grouped>(query: Query, group: CohortGroup): Query {
  const own = Object.fromEntries(Object.entries(group).filter(([key]) => key !== 'name')) as Filter
  return { ...query, filters: [...(query.filters ?? []), own], byCohort: undefined }
}

async function each<Query extends Grouped, Result>(
  query: Query,
  names: readonly string[],
  asking: Asking,
  run: Run<Query, Result>,
): Promise<(Analysed<Result> & { name: string })[]> {
  const answers: (Analysed<Result> & { name: string })[] = []
  for (const [at, group] of (query.byCohort ?? []).entries())
    answers.push({ name: names[at] ?? '', ...(await run(withinGroup(query, group), asking)) })
  return answers
}

/** Of a kind that has no groups of its own: everybody, and each group by itself. */
export async function eachCohort<Query extends Grouped, Result>(
  query: Query,
  names: readonly string[],
  asking: Asking,
  run: Run<Query, Result>,
): Promise<{ name: string; result: Result }[]> {
  return (await each(query, names, asking, run)).map(({ name, result }) => ({ name, result }))
}

/** Of each line, one a group. */
export const trendByCohort =
  (run: Run<TrendQuery, TrendResult>, names: readonly string[]): Run<TrendQuery, TrendResult> =>
  async (query, asking) => {
    const groups = await each(query, names, asking, run)
    const [first] = groups
    if (!first) return run(query, asking)
    const series = first.result.series.flatMap((_, at) =>
      groups.flatMap(({ name, result }) => {
        const line = result.series[at]
        return line ? [{ ...line, breakdown: name }] : []
      }),
    )
    return { range: first.range, result: { buckets: first.result.buckets, series } }
  }

/** Everybody, and each group beside. */
export const funnelByCohort =
  (run: Run<FunnelQuery, FunnelResult>, names: readonly string[]): Run<FunnelQuery, FunnelResult> =>
  async (query, asking) => {
    const groups = await each(query, names, asking, run)
    const { range, result } = await run({ ...query, byCohort: undefined }, asking)
    const breakdowns = groups.map(({ name, result: own }) => ({ value: name, steps: own.steps }))
    return { range, result: { ...result, breakdowns } }
  }

/** A list of cohorts of periods a group. */
export const retentionByCohort =
  (
    run: Run<RetentionQuery, RetentionResult>,
    names: readonly string[],
  ): Run<RetentionQuery, RetentionResult> =>
  async (query, asking) => {
    const groups = await each(query, names, asking, run)
    const [first] = groups
    if (!first) return run(query, asking)
    const cohorts = groups.flatMap(({ name, result }) =>
      result.cohorts.map((cohort) => ({ ...cohort, breakdown: name })),
    )
    return { range: first.range, result: { cohorts } }
  }
