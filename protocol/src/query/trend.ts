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
})
export type TrendQuery = z.infer<typeof trendSchema>

const trendSeries = z.object({
  name: z.string(),
  breakdown: z
    .string()
    .nullable()
    .exactOptional()
    .describe('The group’s value; null is everything null, empty or missing. Absent without a breakdown'),
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
