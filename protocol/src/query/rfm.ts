/** RFM: people by how recently, how often and for how much they bought. */
import { z } from 'zod'
import { property } from './filters.ts'
import { eventName, frame } from './frame.ts'

export const rfmSchema = z.strictObject({
  kind: z.literal('rfm'),
  ...frame,
  event: eventName,
  property: property.describe('What an event is worth'),
  scores: z.number().int().min(2).max(5).default(5).describe('From 1 to this, the best'),
})
export type RfmQuery = z.infer<typeof rfmSchema>

const bounds = z
  .array(z.number())
  .describe('A score is one more than the number of these that a person is above')
export const rfmResult = z.object({
  users: z.number(),
  bounds: z.object({ recencySeconds: bounds, frequency: bounds, monetary: bounds }),
  groups: z.array(
    z.object({
      recency: z.number(),
      frequency: z.number(),
      monetary: z.number(),
      users: z.number(),
      averageRecencySeconds: z.number().describe('From the last event to the end of the range'),
      averageFrequency: z.number(),
      averageMonetary: z.number(),
    }),
  ),
})
export type RfmResult = z.infer<typeof rfmResult>
