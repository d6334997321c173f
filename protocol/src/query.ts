/** console → query-api: the questions that can be asked, one schema a kind; each kind has its file in `query/`. */
import { z } from 'zod'
import { funnelSchema } from './query/funnel.ts'
import { retentionSchema } from './query/retention.ts'
import { lifecycleSchema } from './query/lifecycle.ts'
import { stickinessSchema } from './query/stickiness.ts'
import { realtimeSchema } from './query/realtime.ts'
import { pathSchema } from './query/path.ts'
import { intervalSchema } from './query/interval.ts'
import { distributionSchema } from './query/distribution.ts'
import { sessionSchema } from './query/session.ts'
import { attributionSchema } from './query/attribution.ts'
import { ltvSchema } from './query/ltv.ts'
import { rfmSchema } from './query/rfm.ts'
import { correlationSchema } from './query/correlation.ts'
import { anomalySchema } from './query/anomaly.ts'
import { explainSchema } from './query/explain.ts'
import { trendSchema } from './query/trend.ts'

export type { Condition, Filter } from './query/filters.ts'
export type { Series } from './query/frame.ts'
export type { FunnelQuery } from './query/funnel.ts'
export type { RetentionQuery } from './query/retention.ts'
export type { TrendQuery } from './query/trend.ts'
export type { Interval, Math, Operator } from './query/words.ts'

/** Any question. The kinds are a closed list; an unknown one is refused by name. */
export const querySchema = z.discriminatedUnion('kind', [
  trendSchema,
  funnelSchema,
  retentionSchema,
  lifecycleSchema,
  stickinessSchema,
  realtimeSchema,
  pathSchema,
  intervalSchema,
  distributionSchema,
  sessionSchema,
  attributionSchema,
  ltvSchema,
  rfmSchema,
  correlationSchema,
  anomalySchema,
  explainSchema,
])
export type Query = z.infer<typeof querySchema>
export type Kind = Query['kind']
/** The question of one kind. */
export type QueryOf<Asked extends Kind> = Extract<Query, { kind: Asked }>
/** A question as a caller writes it, before defaults are filled in. */
export type QueryInput = z.input<typeof querySchema>
