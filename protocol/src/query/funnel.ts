/** Funnel: how many people get from step to step, and how long it takes them. */
import { z } from 'zod'
import { filters } from './filters.ts'
import { eventName, frame, label, windowSchema } from './frame.ts'

export const funnelSchema = z.strictObject({
  kind: z.literal('funnel'),
  ...frame,
  steps: z
    .array(z.strictObject({ event: eventName, filters, name: label.optional() }))
    .min(1)
    .max(20),
  window: windowSchema.default({ value: 14, unit: 'day' }),
  order: z.literal('ordered').default('ordered'),
})
export type FunnelQuery = z.infer<typeof funnelSchema>

const funnelStep = z.object({
  name: z.string(),
  count: z.number(),
  conversion: z.number().describe('Share of the first step, 0 to 1'),
  conversionFromPrevious: z.number().describe('Share of the step before, 0 to 1'),
  medianSecondsFromPrevious: z.number().nullable(),
  averageSecondsFromPrevious: z.number().nullable(),
})
export const funnelResult = z.object({ steps: z.array(funnelStep) })
export type FunnelStep = z.infer<typeof funnelStep>
export type FunnelResult = z.infer<typeof funnelResult>
