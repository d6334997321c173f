/** Persons: the people behind one number of an answer. */
import { z } from 'zod'
import { funnelSchema } from './funnel.ts'
import { lifecycleSchema } from './lifecycle.ts'
import { retentionSchema } from './retention.ts'
import { stickinessSchema } from './stickiness.ts'
import { trendSchema } from './trend.ts'

const place = z.number().int().min(0).max(10_000)
const bucket = z.string().max(40).describe('As the answer has it')
const breakdown = z
  .union([z.string(), z.null(), z.array(z.string().nullable()).max(4)])
  .optional()
  .describe('The group, where there are any: its value, or the values of a combination')

export const LIFECYCLE_STATES = ['new', 'returning', 'resurrecting', 'dormant'] as const

/** Which number of the answer, kind by kind. */
export const PICKS = {
  trend: z.strictObject({
    series: place.default(0),
    bucket: bucket.optional().describe('The whole range when not given'),
    breakdown,
  }),
  funnel: z.strictObject({
    step: place.describe('From 0'),
    dropped: z.boolean().default(false).describe('Only those who came no further'),
    breakdown,
  }),
  retention: z.strictObject({ cohort: bucket, period: place.default(0), breakdown }),
  lifecycle: z.strictObject({ bucket, state: z.enum(LIFECYCLE_STATES) }),
  stickiness: z.strictObject({ series: place.default(0), intervals: z.number().int().min(1).max(10_000) }),
} as const

const page = {
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
])
export type PersonsQuery = z.infer<typeof personsSchema>
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
