/** Persons: the people behind one number of an answer. */
import { z } from 'zod'
import { anomalySchema } from './anomaly.ts'
import { attributionSchema } from './attribution.ts'
import { correlationSchema } from './correlation.ts'
import { explainSchema } from './explain.ts'
import { distributionSchema } from './distribution.ts'
import { funnelSchema } from './funnel.ts'
import { intervalSchema } from './interval.ts'
import { lifecycleSchema } from './lifecycle.ts'
import { ltvSchema } from './ltv.ts'
import { pathSchema } from './path.ts'
import { realtimeSchema } from './realtime.ts'
import { retentionSchema } from './retention.ts'
import { rfmSchema } from './rfm.ts'
import { sessionSchema } from './session.ts'
import { stickinessSchema } from './stickiness.ts'
import { trendSchema } from './trend.ts'

const place = z.number().int().min(0).max(10_000)
const bucket = z.string().max(40).describe('As the answer has it')
const breakdown = z
  .union([z.string(), z.null(), z.array(z.string().nullable()).max(4)])
  .optional()
  .describe('The group, where there are any: its value, or the values of a combination')

const text = z.string().max(2_010)
const score = z.number().int().min(1).max(5).optional()

export const LIFECYCLE_STATES = ['new', 'returning', 'resurrecting', 'dormant'] as const

/** Which number of the answer, kind by kind. */
export const PICKS = {
  trend: z.strictObject({
    series: place.default(0),
    bucket: bucket.optional().describe('The whole range when not given'),
    breakdown,
    other: z
      .boolean()
      .optional()
      .describe('With otherGroups: whoever is in one of the groups that are not told'),
  }),
  funnel: z.strictObject({
    step: place.describe('From 0'),
    dropped: z.boolean().default(false).describe('Only those who came no further'),
    bucket: bucket.optional().describe('With trendInterval: whose attempt began then'),
    time: place.optional().describe('With timeToConvert: who took so long, a place in the histogram'),
    breakdown,
  }),
  anomaly: z.strictObject({ series: place.default(0), bucket: bucket.optional() }),
  retention: z.strictObject({ cohort: bucket, period: place.default(0), breakdown }),
  lifecycle: z.strictObject({ bucket, state: z.enum(LIFECYCLE_STATES) }),
  stickiness: z.strictObject({ series: place.default(0), intervals: z.number().int().min(1).max(10_000) }),
  realtime: z
    .strictObject({
      minute: bucket.optional(),
      event: text.optional(),
      page: text.optional(),
      platform: text.optional(),
    })
    .describe('Who is there; with something of a list, only who did it'),
  path: z
    .union([
      z.strictObject({ node: text.describe('The id of a node') }),
      z.strictObject({ exit: text.describe('The id of a node: whose path ends there') }),
      z.strictObject({ source: text, target: text }).describe('The ids of a link'),
    ])
    .describe('Whose sessions come to a node, end there, or take a link'),
  interval: z.strictObject({
    range: place.optional().describe('A place in the histogram; all when not given'),
  }),
  distribution: z.strictObject({ range: place.optional().describe('A place among the ranges') }),
  session: z
    .strictObject({
      bucket: bucket.optional(),
      entryPage: text.nullable().optional(),
      exitPage: text.nullable().optional(),
    })
    .describe('Whose sessions begin then, with that page, end with that page'),
  attribution: z
    .strictObject({
      value: text.nullable().optional().describe('The value of a group'),
      unattributed: z.boolean().default(false),
    })
    .describe('Whose conversions are owed to it; all that converted when nothing is said'),
  ltv: z.strictObject({
    cohort: bucket,
    period: place
      .optional()
      .describe('Only who has paid by the end of that period; the cohort when not given'),
  }),
  correlation: z
    .strictObject({
      property: z.string().max(200).nullable().default(null),
      value: text.optional().describe('Of the property, or the name of an event; everybody when not given'),
      converted: z.boolean().describe('Those who got through, or those who did not'),
    })
    .describe('Who had it on the way'),
  explain: z
    .strictObject({
      property: z.string().min(1).max(200).optional(),
      value: text.nullable().default(null),
      before: z.boolean().default(false).describe('Those of the time before'),
    })
    .describe('Whoever is in the group; everybody when no property is given'),
  rfm: z
    .strictObject({ recency: score, frequency: score, monetary: score })
    .describe('Who has these scores; any where none is given'),
} as const

const page = {
  byCohort: z
    .string()
    .max(200)
    .optional()
    .describe('The name of one group, where the question has groups by cohort; everybody when not given'),
  breakdown: z
    .string()
    .max(2_000)
    .nullable()
    .optional()
    .describe(
      'The value of one group, where the answer has `breakdowns` beside its result; everybody when not given',
    ),
  limit: z.number().int().min(1).max(1_000).default(100),
  after: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional()
    .describe('The `next` of the page before'),
}
export const personsSchema = z.union([
  z.strictObject({ query: trendSchema, pick: PICKS.trend, ...page }),
  z.strictObject({ query: funnelSchema, pick: PICKS.funnel, ...page }),
  z.strictObject({ query: retentionSchema, pick: PICKS.retention, ...page }),
  z.strictObject({ query: lifecycleSchema, pick: PICKS.lifecycle, ...page }),
  z.strictObject({ query: stickinessSchema, pick: PICKS.stickiness, ...page }),
  z.strictObject({ query: realtimeSchema, pick: PICKS.realtime, ...page }),
  z.strictObject({ query: pathSchema, pick: PICKS.path, ...page }),
  z.strictObject({ query: intervalSchema, pick: PICKS.interval, ...page }),
  z.strictObject({ query: distributionSchema, pick: PICKS.distribution, ...page }),
  z.strictObject({ query: sessionSchema, pick: PICKS.session, ...page }),
  z.strictObject({ query: attributionSchema, pick: PICKS.attribution, ...page }),
  z.strictObject({ query: ltvSchema, pick: PICKS.ltv, ...page }),
  z.strictObject({ query: rfmSchema, pick: PICKS.rfm, ...page }),
  z.strictObject({ query: correlationSchema, pick: PICKS.correlation, ...page }),
  z.strictObject({ query: anomalySchema, pick: PICKS.anomaly, ...page }),
  z.strictObject({ query: explainSchema, pick: PICKS.explain, ...page }),
])
export type PersonsQuery = z.infer<typeof personsSchema>
/** As a caller writes it. */
export type PersonsInput = z.input<typeof personsSchema>
export type PickedKind = keyof typeof PICKS
export type PickOf<Kind extends PickedKind> = z.infer<(typeof PICKS)[Kind]>

export const personsResult = z.object({
  persons: z.array(
    z.object({
      id: z.string(),
      distinctIds: z.array(z.string()).describe('Ten at most'),
      lastSeen: z.iso.datetime(),
    }),
  ),
  next: z.string().nullable().describe('Send it as `after` for the next page'),
})
export type PersonsResult = z.infer<typeof personsResult>
