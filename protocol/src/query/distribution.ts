/** Distribution: how often people do something, or how much, as how many people that are. */
import { z } from 'zod'
import { property } from './filters.ts'
import { eventName, frame } from './frame.ts'

export const DISTRIBUTION_MATHS = ['total', 'active_days', 'sum', 'avg', 'min', 'max'] as const

export const distributionSchema = z.strictObject({
  kind: z.literal('distribution'),
  ...frame,
  event: eventName.optional().describe('Every event when not given'),
  math: z.enum(DISTRIBUTION_MATHS).default('total').describe('The number of each person'),
  property: property.optional(),
  ranges: z
    .array(z.number())
    .min(1)
    .max(100)
    .optional()
    .describe('Numbers at which people are parted, ascending'),
})
export type DistributionQuery = z.infer<typeof distributionSchema>

const figure = z.number().nullable()
export const distributionResult = z.object({
  users: z.number(),
  average: figure,
  median: figure,
  p90: figure,
  max: figure,
  ranges: z.array(
    z
      .object({ from: z.number().nullable(), to: z.number().nullable(), users: z.number() })
      .describe('From inclusive, to exclusive; null has no end'),
  ),
})
export type DistributionResult = z.infer<typeof distributionResult>
