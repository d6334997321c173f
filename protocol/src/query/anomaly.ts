/** Anomaly: where a trend is not what the time before lets expect. */
import { z } from 'zod'
import { frame, seriesSchema } from './frame.ts'
import { INTERVALS } from './words.ts'

export const anomalySchema = z.strictObject({
  kind: z.literal('anomaly'),
  ...frame,
  interval: z.enum(INTERVALS).default('day'),
  series: z.array(seriesSchema).min(1).max(10),
  lookBack: z
    .number()
    .int()
    .min(3)
    .max(1_000)
    .default(28)
    .describe('Each bucket is compared with so many before it'),
  season: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe('Only with every so-manieth of them: 7 days make a week, 24 hours a day; 1 compares with all'),
  threshold: z
    .number()
    .min(0.5)
    .max(100)
    .default(3.5)
    .describe('Of the score; 3.5 is what its source advises'),
})
export type AnomalyQuery = z.infer<typeof anomalySchema>

const figure = z.number().nullable()
export const anomalyResult = z.object({
  buckets: z.array(z.iso.datetime({ offset: true })),
  series: z.array(
    z.object({
      name: z.string(),
      values: z.array(z.number()),
      expected: z
        .array(figure)
        .describe('The median of those compared with; null where they are fewer than three'),
      low: z.array(figure).describe('Below it is out of the ordinary'),
      high: z.array(figure).describe('Above it is out of the ordinary'),
      scores: z.array(figure).describe('How far from what is expected, in robust deviations'),
      anomalies: z.array(z.number()).describe('Places of the buckets that are out of the ordinary'),
    }),
  ),
})
export type AnomalyResult = z.infer<typeof anomalyResult>
