/** A question, answered: parse → plan → SQL → run → shape, in the frame every answer has. */
import type { Limits, Store } from '@firefly/clickhouse/store'
import type { Kind, Query, QueryOf } from '@firefly/protocol/query'
import type { Answer, AnswerOf, ResultOf } from '@firefly/protocol/results'
import type { Analysed, Asking } from './analyses/analysis.ts'
import {
  eachCohort,
  funnelByCohort,
  nameOf,
  refuseBoth,
  retentionByCohort,
  trendByCohort,
} from './analyses/by-cohort.ts'
import { eachValue, isPlain } from './analyses/by-value.ts'
import { runFunnel } from './analyses/funnel/run.ts'
import { runRetention } from './analyses/retention/run.ts'
import { runLifecycle } from './analyses/lifecycle/run.ts'
import { runStickiness } from './analyses/stickiness/run.ts'
import { runRealtime } from './analyses/realtime/run.ts'
import { type Windows, windowsOf } from './analyses/realtime/window/windows.ts'
import { runPath } from './analyses/path/run.ts'
import { runInterval } from './analyses/interval/run.ts'
import { runDistribution } from './analyses/distribution/run.ts'
import { runSession } from './analyses/session/run.ts'
import { runAttribution } from './analyses/attribution/run.ts'
import { runLtv } from './analyses/ltv/run.ts'
import { runRfm } from './analyses/rfm/run.ts'
import { runCorrelation } from './analyses/correlation/run.ts'
import { runExplain } from './analyses/explain/run.ts'
import { runAnomaly } from './analyses/anomaly/run.ts'
import { runTrend } from './analyses/trend/run.ts'
import { openAsker } from './asker.ts'
import { answerOnce, type Caching } from './cache/answer.ts'
import type { CohortBook } from './cohorts/book.ts'
import { findProject } from './identity/joins.ts'
import type { KnownProperties } from './known.ts'
import { checkPatterns } from './patterns.ts'
import { checkSampling, samplingOf, scaledUp } from './sampling.ts'
import { type Range, readRange } from './range.ts'
import { refuseHidden } from './sight/refuse.ts'
import { SEES_ALL, type Sight } from './sight/sight.ts'
import { placeWhole } from './traits/placed.ts'

type Analysis<Asked extends Kind> = (
  query: QueryOf<Asked>,
  asking: Asking,
) => Promise<Analysed<ResultOf<Asked>>>

const ANALYSES: { [Asked in Kind]: Analysis<Asked> } = {
  trend: runTrend,
  funnel: runFunnel,
  retention: runRetention,
  lifecycle: runLifecycle,
  stickiness: runStickiness,
  realtime: runRealtime,
  path: runPath,
  interval: runInterval,
  distribution: runDistribution,
  session: runSession,
  attribution: runAttribution,
  ltv: runLtv,
  rfm: runRfm,
  correlation: runCorrelation,
  anomaly: runAnomaly,
  explain: runExplain,
}

export interface AnswerOptions {
  store: Store
  project: string
  limits: Limits
  /** The zone of questions that name none. */
  timezone: string
  /** When it is asked, in Unix milliseconds. */
  now: number
  cohorts?: CohortBook | undefined
  /** What whoever asks may see; all of it when not given. */
  sight?: Sight | undefined
  /** Without it a property that no event ever had is like one that is missing everywhere. */
  known?: KnownProperties | undefined
  /** False asks the events themselves, also where something is rolled up. */
  rolledUp?: boolean | undefined
  /** Those of the store when not given. */
  windows?: Windows | undefined
  /** Answers of before; without it every question is asked anew. */
  caching?: Caching | undefined
  /** Aborted when nobody waits any more: what runs is stopped, and nothing further begun. */
  gone?: AbortSignal | undefined
}

/** What the analyses are given, and what all their statements together have read. */
export async function askingOf(
  options: AnswerOptions,
  timezone: string | undefined,
  sampling?: number,
): Promise<{ asking: Asking; rowsRead: () => number }> {
  const { now, rolledUp = true, sight } = options
  const { ask, rowsRead } = openAsker(options)
  const project = { ...(await findProject(options.project, ask, options.store)), sampling, sight }
  const windows = rolledUp ? (options.windows ?? windowsOf(options.store)) : undefined
  return { asking: { project, zone: timezone ?? options.timezone, now, rolledUp, windows, ask }, rowsRead }
}

export async function answerQuery(query: Query, options: AnswerOptions): Promise<Answer> {
  const started = performance.now()
  refuseBoth(query)
  refuseHidden(query, options.sight ?? SEES_ALL)
  const { asking, rowsRead } = await askingOf(options, query.timezone, query.sampling)
  await checkPatterns(query, asking)
  await options.known?.check(query, asking)
  checkSampling(query)
  const whole = await placed(query, asking, options)
  const work = (): Promise<Answer> => framed(whole.query, namesIn(query), whole.asking)
  const { caching } = options
  const answer = await (caching ? answerOnce(whole.query, whole.asking, caching, work) : work())
  const elapsedMs = Math.round((performance.now() - started) * 100) / 100
  return { ...answer, meta: { ...answer.meta, rowsRead: rowsRead(), elapsedMs } }
}

/** The answer in its frame; what it took is told in the end. */
async function framed(query: Query, names: ReturnType<typeof namesIn>, asking: Asking): Promise<Answer> {
  const { range, result } = await analyse(query, names, asking)
  const sampling = query.sampling === undefined ? {} : { sampling: samplingOf(query.sampling) }
  return {
    kind: query.kind,
    timezone: asking.zone,
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    result: scaledUp(query, result),
    ...(await groupsOf(query, names, asking)),
    ...(await brokenDown(query, range, asking)),
    meta: { rowsRead: 0, elapsedMs: 0, cached: false, asOf: new Date(asking.now).toISOString(), ...sampling },
  } as Answer
}

/**
 * A question with its cohorts found, and what is known of the properties of people that it and they name.
 * Cohorts look back from the end of the question's range.
 */
export const placed = async <Asked extends { from?: string | undefined; to?: string | undefined }>(
  query: Asked,
  asking: Asking,
  { cohorts }: AnswerOptions,
): Promise<{ query: Asked; asking: Asking }> => {
  const { zone, now } = asking
  const to =
    query.from !== undefined && query.to !== undefined ? readRange(query.from, query.to, zone).to : now
  const scope = { project: asking.project, zone, to }
  const { question, project } = await placeWhole(query, scope, cohorts, asking.ask)
  return { query: question, asking: { ...asking, project } }
}

/** Kinds that have groups of their own tell cohorts among them. */
async function groupsOf(
  query: Query,
  names: readonly string[],
  asking: Asking,
): Promise<Pick<Answer, 'byCohort'>> {
  if (names.length === 0 || hasGroups(query)) return {}
  const run = (one: Query): Promise<Analysed<Answer['result']>> => analyse(one, [], asking)
  const groups = await eachCohort(query, names, asking, run)
  const byCohort = groups.map(({ name, result }) => ({ name, result: scaledUp(query, result) }))
  return { byCohort } as Pick<Answer, 'byCohort'>
}

/** Kinds that have groups of their own tell values among them. */
async function brokenDown(query: Query, range: Range, asking: Asking): Promise<Pick<Answer, 'breakdowns'>> {
  if (!isPlain(query) || !query.breakdown) return {}
  const run = (one: Query): Promise<Analysed<Answer['result']>> => analyse(one, [], asking)
  const groups = await eachValue(query, range, asking, run)
  const breakdowns = groups.map(({ value, result }) => ({ value, result: scaledUp(query, result) }))
  return { breakdowns } as Pick<Answer, 'breakdowns'>
}

/** The kind of a question says which analysis takes it, which the compiler cannot follow through a table. */
const analyse = <Asked extends Kind>(
  query: QueryOf<Asked>,
  groups: readonly string[],
  asking: Asking,
): Promise<Analysed<AnswerOf<Asked>['result']>> => {
  const analysis =
    groups.length > 0 && hasGroups(query) ? BY_COHORT(groups)[query.kind as 'trend'] : ANALYSES[query.kind]
  return (analysis as Analysis<Asked>)(hasGroups(query) ? query : { ...query, breakdown: undefined }, asking)
}

const hasGroups = ({ kind }: { kind: Kind }): boolean => kind in BY_COHORT([])
const BY_COHORT = (names: readonly string[]) => ({
  trend: trendByCohort(runTrend, names),
  funnel: funnelByCohort(runFunnel, names),
  retention: retentionByCohort(runRetention, names),
})

/** As they were asked for, since what is placed has no ids any more. */
const namesIn = ({ byCohort = [] }: Query): string[] => byCohort.map(nameOf)
