/** Retention: of the people who start in a period, how many return in each period after it. */
import { z } from 'zod'
import { filters, property } from './filters.ts'
import { breakdownSchema, eventName, frame, label } from './frame.ts'

export const PERIODS = ['hour', 'day', 'week', 'month'] as const
export const RETENTION_MODES = ['recurring', 'first_time', 'first_in_range'] as const
export const RETURN_MATHS = ['unique_users', 'total', 'sum', 'avg'] as const

const selection = { event: eventName.optional(), filters, name: label.optional() }

export const retentionSchema = z.strictObject({
  kind: z.literal('retention'),
  ...frame,
  start: z
    .strictObject({
      ...selection,
      math: z.enum(['total', 'unique_users']).optional().describe('People are counted either way'),
    })
    .describe('What puts a person in a cohort; no `event` is every event'),
  return: z.strictObject({
    ...selection,
    math: z
      .enum(RETURN_MATHS)
      .default('unique_users')
      .describe('People who return, how often they do, or a sum or average of `property` when they do'),
    property: property.optional(),
  }),
  period: z.enum(PERIODS).default('day'),
  periods: z
    .number()
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe('Values of a cohort, period 0 included; 8 when not given'),
  brackets: z
    .array(z.number().int().min(1).max(1_000))
    .min(1)
    .max(100)
    .optional()
    .describe('Instead: so many periods in a row make one value each, behind period 0'),
  mode: z
    .enum(RETENTION_MODES)
    .default('recurring')
    .describe(
      'In every period with the start event, in that of the first one ever, or of the first in range',
    ),
  counting: z.enum(['on', 'on_or_after']).default('on'),
  minimumOccurrences: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(1)
    .describe('How often the return event must happen in a period'),
  breakdown: breakdownSchema.optional().describe('By the value on the start event that put a person there'),
})
export type RetentionQuery = z.infer<typeof retentionSchema>

const retentionCohort = z.object({
  start: z.iso.datetime({ offset: true }),
  breakdown: z.string().nullable().exactOptional(),
  size: z.number(),
  values: z
    .array(z.number())
    .describe('From period 0 on; periods and brackets that are not over yet are left out'),
})
export const retentionResult = z.object({ cohorts: z.array(retentionCohort) })
export type RetentionCohort = z.infer<typeof retentionCohort>
export type RetentionResult = z.infer<typeof retentionResult>
