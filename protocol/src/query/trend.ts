/** Trend: how often, how many people, how much, per bucket. */
import { z } from 'zod'
import { breakdownSchema, frame, seriesSchema } from './frame.ts'
import { INTERVALS } from './words.ts'

export const trendSchema = z.strictObject({
  kind: z.literal('trend'),
  ...frame,
  interval: z.enum(INTERVALS).default('day'),
  series: z.array(seriesSchema).min(1).max(20),
  breakdown: breakdownSchema.optional(),
  breakdowns: z
    .array(breakdownSchema)
    .min(2)
    .max(4)
    .optional()
    .describe('One group a combination of values; as many of the largest as the largest limit says'),
  otherGroups: z
    .boolean()
    .default(false)
    .describe('With a breakdown: one more line for all groups beyond its limit together'),
  formula: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe(
      'One line out of all series, A being the first: + - * / and brackets; null where it divides by zero',
    ),
  compare: z.literal('previous').optional().describe('The same over as long a time right before'),
  cumulative: z.boolean().default(false).describe('From the begin of the range up to each bucket’s end'),
  movingAverage: z
    .number()
    .int()
    .min(2)
    .max(1_000)
    .optional()
    .describe('Each bucket averaged with those before it, so many in all'),
})
export type TrendQuery = z.infer<typeof trendSchema>

const trendSeries = z.object({
  name: z.string(),
  breakdown: z
    .string()
    .nullable()
    .exactOptional()
    .describe('The group’s value; null is everything null, empty or missing. Absent without a breakdown'),
  breakdowns: z.array(z.string().nullable()).exactOptional().describe('The values of a combination'),
  other: z.literal(true).exactOptional().describe('On the line of all other groups together'),
  compare: z.literal('previous').exactOptional().describe('On lines of the time before'),
  values: z.array(z.number().nullable()),
  total: z.number().nullable().describe('Of the whole range, which is not the sum where people are counted'),
})
export const trendResult = z.object({
  buckets: z
    .array(z.iso.datetime({ offset: true }))
    .describe('The start of each bucket, with the zone’s offset'),
  series: z.array(trendSeries),
})
export type TrendSeries = z.infer<typeof trendSeries>
export type TrendResult = z.infer<typeof trendResult>
