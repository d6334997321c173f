/** Correlation: what goes with getting through a funnel, and what with dropping out. */
import { z } from 'zod'
import { filters, property } from './filters.ts'
import { eventName, frame, label, windowSchema } from './frame.ts'

export const correlationSchema = z.strictObject({
  kind: z.literal('correlation'),
  ...frame,
  steps: z
    .array(z.strictObject({ event: eventName, filters, name: label.optional() }))
    .min(2)
    .max(20)
    .describe('An ordered funnel: whoever begins it has converted or dropped'),
  window: windowSchema.default({ value: 14, unit: 'day' }),
  properties: z
    .array(property)
    .min(1)
    .max(20)
    .optional()
    .describe('Compare the values of these; the events that lie between when not given'),
  minimum: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(2)
    .describe('People that something must have gone with'),
  limit: z.number().int().min(1).max(200).default(20).describe('Those that tell the most'),
})
export type CorrelationQuery = z.infer<typeof correlationSchema>

export const correlationResult = z.object({
  converted: z.number().describe('People who got through'),
  dropped: z.number().describe('People who began and did not'),
  correlations: z.array(
    z.object({
      property: z.string().nullable().describe('Null where it is an event'),
      value: z.string().describe('Of the property, or the name of the event'),
      converted: z.number().describe('Of those who got through, people with it'),
      dropped: z.number().describe('Of those who did not'),
      oddsRatio: z.number().describe('Above 1 it goes with converting, below 1 with dropping'),
      low: z.number().describe('With 95 % confidence the ratio lies from here'),
      high: z.number().describe('to here'),
    }),
  ),
})
export type CorrelationResult = z.infer<typeof correlationResult>
