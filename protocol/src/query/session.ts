/** Session: how many visits, how long, how deep, where they begin and end. */
import { z } from 'zod'
import { frame } from './frame.ts'
import { INTERVALS } from './words.ts'

export const sessionSchema = z.strictObject({
  kind: z.literal('session'),
  ...frame,
  interval: z.enum(INTERVALS).default('day'),
  limit: z.number().int().min(1).max(1_000).default(10).describe('Of entry and exit pages'),
})
export type SessionQuery = z.infer<typeof sessionSchema>

const figures = {
  sessions: z.number(),
  users: z.number(),
  averageSeconds: z.number().describe('From the first event to the last'),
  medianSeconds: z.number(),
  averageDepth: z.number().describe('Pages and screens'),
  bounceRate: z.number().describe('Share of sessions with one page or screen at most, 0 to 1'),
}
const pages = z.array(z.object({ name: z.string().nullable(), ...figures }))
export const sessionResult = z.object({
  total: z.object(figures),
  buckets: z
    .array(z.object({ bucket: z.iso.datetime({ offset: true }), ...figures }))
    .describe('By when sessions begin'),
  entryPages: pages.describe('Null is a session without pages and screens'),
  exitPages: pages,
})
export type SessionResult = z.infer<typeof sessionResult>
