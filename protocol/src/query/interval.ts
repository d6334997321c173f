/** Interval: how long people take from one event to another. */
import { z } from 'zod'
import { filters } from './filters.ts'
import { eventName, frame, secondsBounds, windowSchema } from './frame.ts'
import { lengths } from './lengths.ts'

const selection = z.strictObject({ event: eventName, filters })
export const intervalSchema = z.strictObject({
  kind: z.literal('interval'),
  ...frame,
  start: selection,
  end: selection.describe('May be the same as start: then from each one to the next'),
  window: windowSchema.optional().describe('Longer ones are left out'),
  ranges: secondsBounds.optional(),
})
export type IntervalQuery = z.infer<typeof intervalSchema>

export const intervalResult = z.object({
  users: z.number(),
  ...lengths,
  count: lengths.count.describe('Pairs of a start and the next end'),
})
export type IntervalResult = z.infer<typeof intervalResult>
