/** Interval: how long people take from one event to another. */
import { z } from 'zod'
import { filters } from './filters.ts'
import { eventName, frame, windowSchema } from './frame.ts'

const selection = z.strictObject({ event: eventName, filters })
export const intervalSchema = z.strictObject({
  kind: z.literal('interval'),
  ...frame,
  start: selection,
  end: selection.describe('May be the same as start: then from each one to the next'),
  window: windowSchema.optional().describe('Longer ones are left out'),
  ranges: z
    .array(z.number().min(0).max(1e9))
    .min(1)
    .max(100)
    .optional()
    .describe('Seconds at which the histogram is cut, ascending'),
})
export type IntervalQuery = z.infer<typeof intervalSchema>

const seconds = z.number().nullable()
export const intervalResult = z.object({
  users: z.number(),
  count: z.number().describe('Pairs of a start and the next end'),
  averageSeconds: seconds,
  minSeconds: seconds,
  medianSeconds: seconds,
  p90Seconds: seconds,
  maxSeconds: seconds,
  histogram: z.array(
    z
      .object({ from: z.number(), to: z.number().nullable(), count: z.number() })
      .describe('From inclusive, to exclusive'),
  ),
})
export type IntervalResult = z.infer<typeof intervalResult>
