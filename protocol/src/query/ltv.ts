/** Lifetime value: what the people of a period have brought in by each period after it. */
import { z } from 'zod'
import { filters, property } from './filters.ts'
import { eventName, frame } from './frame.ts'
import { PERIODS } from './retention.ts'

export const ltvSchema = z.strictObject({
  kind: z.literal('ltv'),
  ...frame,
  start: z
    .strictObject({ event: eventName.optional(), filters })
    .default({})
    .describe('Its first time ever puts a person in a cohort; any event when not given'),
  revenue: z.strictObject({ event: eventName, filters, property }),
  period: z.enum(PERIODS).default('month'),
  periods: z.number().int().min(1).max(1_000).default(12),
})
export type LtvQuery = z.infer<typeof ltvSchema>

export const ltvResult = z.object({
  cohorts: z.array(
    z.object({
      start: z.iso.datetime({ offset: true }),
      size: z.number(),
      revenue: z.array(z.number()).describe('Of the cohort, up to the end of each period that is over'),
      perUser: z.array(z.number()).describe('The same for each person of the cohort'),
    }),
  ),
})
export type LtvResult = z.infer<typeof ltvResult>
