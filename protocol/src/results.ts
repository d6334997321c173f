/** query-api → console: the shape of each answer; what is inside `result` stands beside its question in `query/`. */
import { z } from 'zod'
import type { Kind } from './query.ts'
import { funnelResult } from './query/funnel.ts'
import { retentionResult } from './query/retention.ts'
import { lifecycleResult } from './query/lifecycle.ts'
import { stickinessResult } from './query/stickiness.ts'
import { realtimeResult } from './query/realtime.ts'
import { pathResult } from './query/path.ts'
import { intervalResult } from './query/interval.ts'
import { distributionResult } from './query/distribution.ts'
import { sessionResult } from './query/session.ts'
import { attributionResult } from './query/attribution.ts'
import { ltvResult } from './query/ltv.ts'
import { rfmResult } from './query/rfm.ts'
import { correlationResult } from './query/correlation.ts'
import { anomalyResult } from './query/anomaly.ts'
import { explainResult } from './query/explain.ts'
import { trendResult } from './query/trend.ts'

export type { FunnelResult, FunnelStep } from './query/funnel.ts'
export type { PathResult } from './query/path.ts'
export type { RetentionCohort, RetentionResult } from './query/retention.ts'
export type { TrendResult, TrendSeries } from './query/trend.ts'

export const RESULTS = {
  trend: trendResult,
  funnel: funnelResult,
  retention: retentionResult,
  lifecycle: lifecycleResult,
  stickiness: stickinessResult,
  realtime: realtimeResult,
  path: pathResult,
  interval: intervalResult,
  distribution: distributionResult,
  session: sessionResult,
  attribution: attributionResult,
  ltv: ltvResult,
  rfm: rfmResult,
  correlation: correlationResult,
  anomaly: anomalyResult,
  explain: explainResult,
} as const satisfies Record<Kind, z.ZodType>
export type ResultOf<Asked extends Kind> = z.infer<(typeof RESULTS)[Asked]>

const samplingSchema = z.object({
  rate: z.number().describe('The share of all people that was asked'),
  confidence: z.number(),
  errorPerRoot: z
    .number()
    .describe('A number N of people is off by at most this times the square root of N, with that confidence'),
})
export type Sampling = z.infer<typeof samplingSchema>

/** What stands around every result. `from` and `to` are the half-open range that was read, as ISO instants. */
export const answerFrame = {
  timezone: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  meta: z.object({
    rowsRead: z.number(),
    elapsedMs: z.number(),
    cached: z.boolean().describe('Given before, and nothing that could change it has come since'),
    asOf: z.iso.datetime().exactOptional().describe('When the store was asked'),
    sampling: samplingSchema.exactOptional(),
  }),
}
/** The same for each group, where a kind that has no groups of its own is asked by cohort. */
export const groupedResults = <Result extends z.ZodType>(result: Result) =>
  z.array(z.object({ name: z.string(), result })).exactOptional()
/** And where it is broken down by a property. */
export const brokenDownResults = <Result extends z.ZodType>(result: Result) =>
  z.array(z.object({ value: z.string().nullable(), result })).exactOptional()
type Frame = z.infer<z.ZodObject<typeof answerFrame>>

export type AnswerOf<Asked extends Kind> = Frame & {
  kind: Asked
  result: ResultOf<Asked>
  byCohort?: { name: string; result: ResultOf<Asked> }[]
  breakdowns?: { value: string | null; result: ResultOf<Asked> }[]
}
export type Answer = { [Asked in Kind]: AnswerOf<Asked> }[Kind]
export type TrendAnswer = AnswerOf<'trend'>
export type FunnelAnswer = AnswerOf<'funnel'>
