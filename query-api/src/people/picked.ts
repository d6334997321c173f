/** The people behind one number, as SQL with the column `person`: each kind tells which of its own they are. */
import { bind, type Sql, sql } from '@firefly/clickhouse/sql'
import type { QueryOf } from '@firefly/protocol/query'
import type { PersonsQuery, PickedKind, PickOf } from '@firefly/protocol/query/persons'
import { trendSchema } from '@firefly/protocol/query/trend'
import type { Asking } from '../analyses/analysis.ts'
import { owingSql } from '../analyses/attribution/sql.ts'
import { planCorrelation } from '../analyses/correlation/run.ts'
import { wentWithSql } from '../analyses/correlation/sql.ts'
import { planExplain } from '../analyses/explain/run.ts'
import { inGroupSql } from '../analyses/explain/sql.ts'
import { planDistribution } from '../analyses/distribution/plan.ts'
import { rangedSql } from '../analyses/distribution/sql.ts'
import { planFunnel } from '../analyses/funnel/plan.ts'
import { reachedSql } from '../analyses/funnel/sql.ts'
import { planInterval } from '../analyses/interval/plan.ts'
import { takersSql } from '../analyses/interval/sql.ts'
import { planLifecycle } from '../analyses/lifecycle/plan.ts'
import { statesSql } from '../analyses/lifecycle/sql.ts'
import { asRetention } from '../analyses/ltv/run.ts'
import { planPath } from '../analyses/path/plan.ts'
import { rolledVisits } from '../analyses/path/rolled.ts'
import { type Walk, visitsOfEvents, walkersSql } from '../analyses/path/sql.ts'
import { planRealtime } from '../analyses/realtime/plan.ts'
import { presentSql } from '../analyses/realtime/sql.ts'
import { planRetention } from '../analyses/retention/plan.ts'
import { paidSql, returnedSql } from '../analyses/retention/sql.ts'
import { boundsOf } from '../analyses/rfm/run.ts'
import { scoredSql } from '../analyses/rfm/sql.ts'
import { planSessions } from '../analyses/session/run.ts'
import { visitorsSql } from '../analyses/session/sql.ts'
import { planStickiness } from '../analyses/stickiness/plan.ts'
import { activeIntervals } from '../analyses/stickiness/sql.ts'
import { groupsOf } from '../analyses/trend/groups.ts'
import { planTrend } from '../analyses/trend/plan.ts'
import { doersSql, OTHER } from '../analyses/trend/sql.ts'
import { wrongAt } from '../errors.ts'
import { readRange } from '../range.ts'
import { amongAsked, asked, nodeOf, oneOf, placeOf, startOf, wrongPick } from './picks.ts'

type Picker<Kind extends PickedKind> = (
  query: QueryOf<Kind>,
  pick: PickOf<Kind>,
  asking: Asking,
) => Sql | Promise<Sql>

const PICKERS: { [Kind in PickedKind]: Picker<Kind> } = {
  async trend(query, { series, bucket, breakdown, other }, asking) {
    const plan = planTrend(query, asking.zone).now
    const at = bucket === undefined ? undefined : placeOf('bucket', plan.buckets, bucket)
    const doers = doersSql(plan, oneOf('series', plan.series, series), asking.project, at)
    if (!other) return inGroup(doers, breakdown, plan.breakdown?.properties.length)
    if (breakdown !== undefined) throw wrongPick('other', 'expected either a group or all others')
    return inOthers(doers, (await groupsOf(plan, asking))[series])
  },
  funnel(query, { step, dropped, breakdown, bucket, time }, { project, zone }) {
    const plan = planFunnel(query, zone)
    oneOf('step', plan.steps, step)
    if (time !== undefined)
      oneOf('time', [0, ...asked('time', plan.timeToConvert, 'timeToConvert').bounds], time)
    const trend = bucket === undefined ? [] : asked('bucket', plan.trend, 'trendInterval')
    const reached = { step: step + 1, dropped, bucket: startOf('bucket', trend, bucket), time }
    return inGroup(reachedSql(plan, project, reached), breakdown, query.breakdown && 1)
  },
  retention(query, { cohort, period, breakdown }, { project, zone, now }) {
    const plan = planRetention(query, zone, now)
    oneOf('period', plan.values.slice(1), period)
    const at = placeOf('cohort', plan.cohorts, cohort)
    return inGroup(returnedSql(plan, project, at + 1, period), breakdown, query.breakdown && 1)
  },
  lifecycle(query, { bucket, state }, { project, zone }) {
    const plan = planLifecycle(query, zone)
    // The first bucket of the range is the second that is numbered.
    const at = placeOf('bucket', plan.buckets, bucket) + 2
    return sql`SELECT person FROM (${statesSql(plan, project)})
      WHERE state.1 = ${bind('UInt64', at)} AND state.2 = ${bind('String', state)}`
  },
  stickiness(query, { series, intervals }, { project, zone }) {
    const plan = planStickiness(query, zone)
    if (intervals > plan.intervals)
      throw wrongPick('intervals', `expected a number from 1 to ${plan.intervals}`)
    const often = activeIntervals(plan, oneOf('series', plan.series, series), project)
    return sql`SELECT person FROM (${often})
      WHERE intervals ${plan.cumulative ? sql`>=` : sql`=`} ${bind('UInt64', intervals)}`
  },
  realtime(query, { minute, ...names }, { project, zone, now }) {
    const plan = planRealtime(query, zone, now)
    return presentSql(plan, project, { ...names, minute: startOf('minute', plan.minutes, minute) })
  },
  async path(query, pick, asking) {
    const plan = planPath(query, asking.zone)
    const walk = walkOf(pick, plan.steps)
    const rolled = await rolledVisits(plan, asking, { people: true })
    return walkersSql(plan, rolled?.visits ?? visitsOfEvents(plan, asking.project), walk)
  },
  interval(query, { range }, { project, zone }) {
    const plan = planInterval(query, zone)
    if (range !== undefined) oneOf('range', [0, ...plan.bounds], range)
    return takersSql(plan, project, range)
  },
  distribution(query, { range }, { project, zone }) {
    const plan = planDistribution(query, zone)
    if (range !== undefined) oneOf('range', [0, ...plan.bounds], range)
    return rangedSql(plan, project, range)
  },
  session(query, { bucket, entryPage: entry, exitPage: exit }, { project, zone }) {
    const plan = planSessions(query, zone)
    return visitorsSql(plan, project, { bucket: startOf('bucket', plan.buckets, bucket), entry, exit })
  },
  attribution(query, { value, unattributed }, { project, zone }) {
    if (unattributed && value !== undefined)
      throw wrongPick('unattributed', 'expected either a value or unattributed')
    const list = unattributed ? 'none' : value === undefined ? 'all' : 'group'
    const range = readRange(query.from, query.to, zone)
    return owingSql(query, range, project, { list, grp: value ?? '' })
  },
  ltv(query, { cohort, period }, { project, zone, now }) {
    const plan = planRetention(asRetention(query), zone, now)
    const at = placeOf('cohort', plan.cohorts, cohort) + 1
    if (period === undefined) return sql`SELECT person FROM (${returnedSql(plan, project, at, 0)})`
    oneOf('period', plan.values.slice(1), period)
    return paidSql(plan, project, at, period)
  },
  correlation(query, pick, { project, zone }) {
    if (pick.property !== null) amongAsked(pick.property, query.properties ?? [])
    return wentWithSql(planCorrelation(query, zone), query, project, pick)
  },
  anomaly({ from, to, interval, weekStart, series, filters }, { series: at, bucket }, asking) {
    const plain = trendSchema.parse({ kind: 'trend', from, to, interval, weekStart, series: [{}] })
    return PICKERS.trend({ ...plain, series, filters }, { series: at, bucket }, asking)
  },
  explain(query, { property, value, before }, { project, zone }) {
    const plan = planExplain(query, zone)
    if (property !== undefined) amongAsked(property, query.properties)
    else if (value !== null) throw wrongPick('property', 'expected the property whose value it is')
    return inGroupSql(query, before ? plan.before : plan.range, project, { property: property ?? '', value })
  },
  async rfm(query, pick, { project, zone, ask }) {
    const range = readRange(query.from, query.to, zone)
    return scoredSql(query, range, project, await boundsOf(query, range, { project, ask }), pick)
  },
}

/** Throws a 400 that names the field of the pick when the answer has no such number, or of the question when that is wrong. */
export async function pickedSql({ query, pick }: PersonsQuery, asking: Asking): Promise<Sql> {
  try {
    // The schema has matched the pick to its kind, which the compiler cannot follow through a table.
    return await (PICKERS[query.kind] as Picker<PickedKind>)(query, pick, asking)
  } catch (error) {
    throw wrongAt((path) => (path.startsWith('pick.') ? path : `query.${path}`), error)
  }
}

function walkOf(pick: PickOf<'path'>, steps: number): Walk {
  if ('node' in pick) return nodeOf('node', pick.node, steps)
  if ('exit' in pick) return { ...nodeOf('exit', pick.exit, steps), next: '' }
  const [source, target] = [nodeOf('source', pick.source, steps), nodeOf('target', pick.target, steps)]
  if (target.step !== source.step + 1)
    throw wrongPick('target', `expected a node of step ${source.step + 1}, right behind the source`)
  return { ...source, next: target.name }
}

/** `parts` are the properties whose values tell one group from another. */
function inGroup(people: Sql, breakdown: PickOf<'trend'>['breakdown'], parts = 0): Sql {
  if (breakdown === undefined) return sql`SELECT person FROM (${people})`
  if (parts === 0) throw wrongPick('breakdown', 'the question has no breakdown')
  if (parts !== (Array.isArray(breakdown) ? Math.max(2, breakdown.length) : 1))
    throw wrongPick('breakdown', parts === 1 ? 'expected one value' : `expected a list of ${parts} values`)
  const group = Array.isArray(breakdown)
    ? JSON.stringify(breakdown.map((value) => value ?? ''))
    : (breakdown ?? '')
  return sql`SELECT person FROM (${people}) WHERE grp = ${bind('String', group)}`
}

/** Whoever is in a group that has no line of its own. */
function inOthers(people: Sql, told: readonly string[] = []): Sql {
  if (!told.includes(OTHER))
    throw wrongPick('other', 'expected an answer with otherGroups, and with more groups than its limit')
  return sql`SELECT person FROM (${people}) WHERE NOT has(${bind('Array(String)', told)}, grp)`
}
