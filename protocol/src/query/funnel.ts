/** Funnel: how many people get from step to step, and how long it takes them. */
import { z } from 'zod'
import { filters, property } from './filters.ts'
import { breakdownSchema, eventName, frame, label, secondsBounds, windowSchema } from './frame.ts'
import { lengths } from './lengths.ts'
import { INTERVALS } from './words.ts'

export const FUNNEL_ORDERS = ['ordered', 'strict', 'unordered'] as const
export const ATTRIBUTIONS = ['first_touch', 'last_touch', 'step'] as const
const MOST_STEPS = 20

const stepNumber = z
  .number()
  .int()
  .min(0)
  .max(MOST_STEPS - 1)

export const funnelSchema = z.strictObject({
  kind: z.literal('funnel'),
  ...frame,
  steps: z
    .array(
      z.strictObject({
        event: eventName,
        filters,
        name: label.optional(),
        or: z
          .array(z.strictObject({ event: eventName, filters }))
          .min(1)
          .max(10)
          .optional()
          .describe('Other events that satisfy the step as well'),
        optional: z.boolean().default(false).describe('People get on without it; not the first step'),
      }),
    )
    .min(1)
    .max(MOST_STEPS),
  window: windowSchema.default({ value: 14, unit: 'day' }),
  order: z.enum(FUNNEL_ORDERS).default('ordered'),
  exclude: z
    .array(
      z.strictObject({
        event: eventName,
        filters,
        fromStep: stepNumber.optional().describe('From 0; the first when not given'),
        toStep: stepNumber.optional().describe('The last when not given'),
      }),
    )
    .min(1)
    .max(10)
    .optional()
    .describe('Events that spoil an attempt between two steps'),
  hold: z
    .array(property)
    .min(1)
    .max(3)
    .optional()
    .describe('Properties with one and the same value on all steps of an attempt'),
  breakdown: breakdownSchema
    .extend({
      attribution: z.enum(ATTRIBUTIONS).default('first_touch'),
      step: stepNumber.optional().describe('From 0; for attribution step'),
    })
    .optional(),
  countBy: z.enum(['user', 'session']).default('user'),
  trendInterval: z.enum(INTERVALS).optional().describe('Conversion over time, by the begin of each attempt'),
  timeToConvert: z
    .strictObject({
      fromStep: stepNumber.optional().describe('From 0; the first when not given'),
      toStep: stepNumber.optional().describe('The last when not given'),
      ranges: secondsBounds.optional(),
    })
    .optional()
    .describe('How long people take between two steps, as a histogram'),
})
export type FunnelQuery = z.infer<typeof funnelSchema>

const funnelStep = z.object({
  name: z.string(),
  count: z.number(),
  conversion: z.number().describe('Share of the first step, 0 to 1'),
  conversionFromPrevious: z.number().describe('Share of the step before that is not optional, 0 to 1'),
  medianSecondsFromPrevious: z.number().nullable(),
  averageSecondsFromPrevious: z.number().nullable(),
})
const people = z.array(z.number())
export const funnelResult = z.object({
  steps: z.array(funnelStep),
  breakdowns: z
    .array(z.object({ value: z.string().nullable(), steps: z.array(funnelStep) }))
    .exactOptional()
    .describe('The groups with the most people at the first step'),
  trend: z
    .object({
      buckets: z.array(z.iso.datetime({ offset: true })),
      entered: people.describe('Whose attempt began in the bucket'),
      converted: people.describe('Of these, those who came to the last step, whenever that was'),
      conversion: z.array(z.number()).describe('Share of those who entered, 0 to 1'),
    })
    .exactOptional(),
  timeToConvert: z.object(lengths).exactOptional(),
})
export type FunnelStep = z.infer<typeof funnelStep>
export type FunnelResult = z.infer<typeof funnelResult>
