/** Users: the people of a project, found by what they did, what is known of them, or what they are called. */
import { z } from 'zod'
import { filters } from './filters.ts'
import { frame } from './frame.ts'

export const usersSchema = z.strictObject({
  filters: filters.describe('Whoever has an event for which all of them hold'),
  search: z
    .string()
    .max(200)
    .default('')
    .describe(
      'Only people with this in one of their ids, or in something that was said of them, ignoring case',
    ),
  timezone: frame.timezone,
  limit: z.number().int().min(1).max(200).default(50),
  before: z.string().max(60).optional().describe('The `next` of the page before'),
})
export type UsersQuery = z.infer<typeof usersSchema>
/** As a caller writes it. */
export type UsersInput = z.input<typeof usersSchema>

export const usersResult = z.object({
  users: z.array(
    z.object({
      id: z.string().describe('Of the person, the same as in persons'),
      distinctIds: z.array(z.string()).describe('Ten at most'),
      firstSeen: z.iso.datetime(),
      lastSeen: z.iso.datetime(),
      events: z.number(),
      traits: z.record(z.string(), z.string()).describe('What is known now'),
    }),
  ),
  next: z.string().nullable().describe('Send it as `before` for the next page'),
})
export type UsersResult = z.infer<typeof usersResult>
