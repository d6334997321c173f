/** Somebody: who they are, and what they did. */
import { z } from 'zod'

const text = z.string().nullable()

export const profileResult = z.object({
  distinctId: z.string(),
  userIds: z.array(z.string()),
  anonymousIds: z.array(z.string()),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  events: z.number(),
  sessions: z.number(),
  traits: z
    .record(z.string(), z.string())
    .describe('What is known now, from identify and changes of user properties'),
  last: z.record(z.string(), z.string()).describe('Built-in properties as last seen'),
})
export type ProfileResult = z.infer<typeof profileResult>

export const timelineResult = z.object({
  events: z.array(
    z.object({
      messageId: z.string(),
      event: z.string(),
      time: z.iso.datetime(),
      userId: text,
      anonymousId: text,
      sessionId: text,
      platform: text,
      url: text,
      properties: z.record(z.string(), z.string()),
    }),
  ),
  next: text.describe('Send it as `before` for the next page'),
})
export type TimelineResult = z.infer<typeof timelineResult>
