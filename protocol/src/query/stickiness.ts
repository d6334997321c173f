/** Stickiness: in how many intervals of the range people were active. */
import { z } from 'zod'
import { filters } from './filters.ts'
import { eventName, frame, label } from './frame.ts'
import { INTERVALS } from './words.ts'

export const CRITERION_OPERATORS = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte'] as const

export const stickinessSchema = z.strictObject({
  kind: z.literal('stickiness'),
  ...frame,
  interval: z.enum(INTERVALS).default('day'),
  series: z
    .array(
      z.strictObject({
        event: eventName.optional(),
        filters,
        name: label.optional(),
        math: z.enum(['total', 'unique_users']).optional().describe('People are counted either way'),
      }),
    )
    .min(1)
    .max(20),
  intervalCount: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(1)
    .describe('This many buckets, counted from the first, make one interval'),
  criterion: z
    .strictObject({ operator: z.enum(CRITERION_OPERATORS), value: z.number().int().min(0).max(1_000_000) })
    .default({ operator: 'gte', value: 1 })
    .describe('How often in an interval makes a person active in it; never at all never does'),
  cumulative: z.boolean().default(false).describe('At least so many intervals instead of exactly so many'),
})
export type StickinessQuery = z.infer<typeof stickinessSchema>

export const stickinessResult = z.object({
  series: z.array(
    z.object({
      name: z.string(),
      counts: z
        .array(z.number())
        .describe('People active in exactly i + 1 intervals; at least, if cumulative'),
    }),
  ),
})
export type StickinessResult = z.infer<typeof stickinessResult>
