/**
 * A funnel as one statement. A unit's step events become an array of moves in the order of time; one pass over it per step
 * finds, at every move, the chain to that step with the latest start, since its window lies furthest ahead. All work is on
 * whole arrays, so its cost grows with the events and not with the busiest person.
 */
import { bind, integer, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { attemptAhead, looksAhead } from './ahead.ts'
import { unspoiltAttempt } from './attempts.ts'
import { chainStarts } from './chains.ts'
import { furthestChain } from './furthest.ts'
import { areInARow, chainInARow } from './in-a-row.ts'
import { movesOfMoments, type StepMoments } from './moments.ts'
import { movesOfEvents, movesPerUnit } from './moves.ts'
import type { FunnelPlan } from './plan.ts'
import { timeColumns, tookSo } from './times.ts'
import { countedKeys } from './units.ts'
import { unorderedAttempt } from './unordered.ts'
import { secondOf } from '../../numbered.ts'
import type { Project } from '../../persons.ts'

export const funnelSql = (
  plan: FunnelPlan,
  project: Project,
  rolled?: StepMoments,
  also: readonly Sql[] = [],
): Sql => sql`
SELECT ${join([...also, ...listColumns(plan), ...answerColumns(plan), ...timesOf(plan)], ', ')}
FROM (${enteredSql(plan, project, rolled)})${lists(plan)}`

/**
 * One row for each who is counted: `person`, what was reached and when, and where groups or buckets are asked for, which. Moments
 * are those of the events when not given.
 */
export const enteredSql = (plan: FunnelPlan, project: Project, rolled?: StepMoments): Sql => {
  const counted = perCounted(plan, attempts(plan, project, rolled))
  return isListed(plan)
    ? sql`SELECT *, ${groupOf(plan)} AS grp, ${bucketOf(plan)} AS bucket FROM (${counted})`
    : counted
}

export interface Reached {
  /** Counted from 1. */
  step: number
  /** Only those who went no further. */
  dropped: boolean
  /** Whose attempt began in that bucket, in Unix seconds. */
  bucket?: number | undefined
  /** Who took that long, as the place in the histogram of times. */
  time?: number | undefined
}

/** Whoever reached a step. */
export function reachedSql(
  plan: FunnelPlan,
  project: Project,
  { step, dropped, bucket, time }: Reached,
): Sql {
  const further = plan.steps.findIndex(({ optional }, at) => at >= step && !optional) + 1
  const stayed = dropped && further > 0 ? sql` AND NOT (${hasReached(plan, further)})` : sql``
  return sql`
  SELECT person${plan.breakdown ? sql`, grp` : sql``} FROM (${enteredSql(plan, project)})
  WHERE ${hasReached(plan, step)}${stayed}${bucket === undefined ? sql`` : sql` AND bucket = ${bind('Int64', bucket)}`}${plan.timeToConvert && time !== undefined ? sql` AND ${tookSo(plan.timeToConvert, time)}` : sql``}`
}

const hasReached = ({ steps }: FunnelPlan, step: number): Sql =>
  steps.some(({ optional }) => optional) ? sql`reached[${integer(step)}]` : sql`level >= ${integer(step)}`

/** One row a unit: how many steps it got (`level`) or which (`reached`), and when (`moments`). */
function attempts(plan: FunnelPlan, project: Project, rolled?: StepMoments): Sql {
  if (plan.order === 'unordered') return unorderedAttempt(plan, project)
  if (rolled && looksAhead(plan)) return attemptAhead(plan, rolled)
  const moves = rolled ? movesOfMoments(plan, rolled) : movesOfEvents(plan, project)
  if (areInARow(plan)) return chainInARow(plan, moves)
  const chains = chainStarts(plan, movesPerUnit(plan, moves))
  return plan.exclusions.length > 0 ? unspoiltAttempt(plan, chains) : furthestChain(plan, chains)
}

/** Of several values that are held, the one that came furthest, first, and then began last, is the person's. */
const perCounted = (plan: FunnelPlan, units: Sql): Sql =>
  plan.hold.length === 0
    ? units
    : sql`
    SELECT person, best.1 AS level, best.2 AS moments${plan.breakdown ? sql`, best.3 AS touch` : sql``}
    FROM (
      SELECT ${countedKeys(plan)}, argMax((level, moments${plan.breakdown ? sql`, touch` : sql``}),
        (level, -toInt64(moments[greatest(level, 1)]), moments[1])) AS best
      FROM (${units})
      GROUP BY ${countedKeys(plan)}
    )`

const timesOf = (plan: FunnelPlan): Sql[] =>
  plan.timeToConvert ? timeColumns(plan.timeToConvert, hasReached(plan, plan.timeToConvert.to)) : []

/** Whether there is a row for each group or bucket as well. */
export const isListed = ({ breakdown, trend }: FunnelPlan): boolean =>
  breakdown !== undefined || trend !== undefined

/** The group that an attempt belongs to. */
function groupOf({ breakdown, stride, order }: FunnelPlan): Sql {
  if (!breakdown) return sql`''`
  if (typeof breakdown.touch === 'string') return sql`touch`
  const step = integer(breakdown.touch)
  const satisfies =
    stride === 1 && order === 'ordered'
      ? sql`one.2 = ${step}`
      : sql`bitTest(one.2, ${integer(breakdown.touch - 1)})`
  return sql`(arrayFirst(one -> one.1 = moments[${step}] AND ${satisfies}, touch)).3`
}

function bucketOf({ trend, range }: FunnelPlan): Sql {
  if (!trend) return sql`0`
  const starts = trend.map(({ start }) => start / 1000)
  return sql`roundDown(${secondOf(sql`(toInt64(moments[1]) - 1 + ${bind('Int64', range.from)})`)}, ${bind('Array(Int64)', starts)})`
}

const listColumns = (plan: FunnelPlan): Sql[] =>
  isListed(plan)
    ? [
        sql`multiIf(grouping(grp) = 0, 'group', grouping(bucket) = 0, 'bucket', 'all') AS list`,
        sql`grp`,
        sql`bucket`,
      ]
    : []

/** The largest groups; ties by name, so that the answer is stable. */
function lists(plan: FunnelPlan): Sql {
  if (!isListed(plan)) return sql``
  const most = Math.max(plan.breakdown?.limit ?? 0, plan.trend?.length ?? 0)
  return sql`
WHERE level > 0
GROUP BY GROUPING SETS ((), (grp), (bucket))
ORDER BY list, counts[1] DESC, grp
LIMIT ${integer(most)} BY list`
}

/** For each step that anybody reached, how many did and how long it took them from the one before. */
const answerColumns = (plan: FunnelPlan): Sql[] => [
  sql`countForEach(${tookOf(plan)} AS took) AS counts`,
  // Whole milliseconds add up to the same in whatever order they come.
  sql`quantileExactInclusiveForEach(0.5)(took) AS medians`,
  sql`avgForEach(took) AS averages`,
]

/** Milliseconds to each step that was reached; those in between that were not are NULL. */
const tookOf = ({ steps }: FunnelPlan): Sql =>
  steps.some(({ optional }) => optional)
    ? sql`arrayMap((is_reached, moment, before) -> if(is_reached, toInt64(moment) - toInt64(before), NULL), reached, moments, befores)`
    : sql`arrayDifference(arraySlice(moments, 1, level))`
