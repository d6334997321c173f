/** Attribution: which touches before it a conversion is owed to. */
import { z } from 'zod'
import { filters, property } from './filters.ts'
import { eventName, frame, windowSchema } from './frame.ts'

export const ATTRIBUTION_MODELS = ['first', 'last', 'linear', 'position', 'time_decay'] as const

export const attributionSchema = z.strictObject({
  kind: z.literal('attribution'),
  ...frame,
  target: z
    .strictObject({
      event: eventName,
      filters,
      property: property.optional().describe('What it is worth; 1 when not given'),
    })
    .describe('The conversion'),
  touch: z.strictObject({ event: eventName.optional(), filters }).default({ event: '$pageview' }),
  by: property.default('$channel').describe('What tells touches apart'),
  model: z.enum(ATTRIBUTION_MODELS).default('last'),
  window: windowSchema
    .default({ value: 30, unit: 'day' })
    .describe('How long before a conversion touches count'),
  halfLife: windowSchema.default({ value: 7, unit: 'day' }).describe('Of time_decay'),
  limit: z.number().int().min(1).max(1_000).default(25),
})
export type AttributionQuery = z.infer<typeof attributionSchema>

const owed = { conversions: z.number(), value: z.number() }
export const attributionResult = z.object({
  total: z.object(owed),
  unattributed: z.object(owed).describe('Conversions without a touch before them'),
  groups: z
    .array(
      z.object({
        value: z.string().nullable(),
        touches: z.number(),
        conversions: z.number(),
        worth: z.number(),
      }),
    )
    .describe('Shares of conversions, and of what they are worth; the most conversions first'),
})
export type AttributionResult = z.infer<typeof attributionResult>
