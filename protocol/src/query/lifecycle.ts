/** Lifecycle: of the people of each interval, who is new, who stayed, who came back, and who left. */
import { z } from 'zod'
import { eventName, frame } from './frame.ts'
import { INTERVALS } from './words.ts'

export const lifecycleSchema = z.strictObject({
  kind: z.literal('lifecycle'),
  ...frame,
  interval: z.enum(INTERVALS).default('day'),
  event: eventName.optional().describe('What counts as being active; every event when not given'),
})
export type LifecycleQuery = z.infer<typeof lifecycleSchema>

const people = z.array(z.number())
export const lifecycleResult = z.object({
  buckets: z.array(z.iso.datetime({ offset: true })),
  new: people.describe('Active, and the first event ever of the person falls in the interval'),
  returning: people.describe('Active, and in the interval before as well'),
  resurrecting: people.describe('Active, not in the interval before, and known from earlier'),
  dormant: people.describe('Active in the interval before and not in this one; 0 or less'),
})
export type LifecycleResult = z.infer<typeof lifecycleResult>
