/** Realtime: what happens now. */
import { z } from 'zod'
import { frame } from './frame.ts'

export const realtimeSchema = z.strictObject({
  kind: z.literal('realtime'),
  ...frame,
  from: frame.from.optional().describe('Nothing before this moment'),
  to: frame.to.optional().describe('Look back from this moment, if it lies in the past'),
  minutes: z.number().int().min(1).max(1_440).default(30).describe('Full minutes, the current one included'),
  limit: z.number().int().min(1).max(100).default(10).describe('Of each list'),
})
export type RealtimeQuery = z.infer<typeof realtimeSchema>

const ranked = z.array(z.object({ name: z.string(), count: z.number(), users: z.number() }))
export const realtimeResult = z.object({
  activeUsers: z.number(),
  perMinute: z.array(
    z.object({ minute: z.iso.datetime({ offset: true }), events: z.number(), users: z.number() }),
  ),
  topEvents: ranked,
  topPages: ranked.describe('Paths of $pageview'),
  platforms: ranked,
})
export type RealtimeResult = z.infer<typeof realtimeResult>
