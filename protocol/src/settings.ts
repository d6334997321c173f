/** What a project may decide about what reaches it. Every field may be left out; nothing is then decided. */
import { z } from 'zod'
import { MAX_NAME_LENGTH } from './limits.ts'
import { MOST_RETENTION_DAYS } from './retention.ts'

const MOST_LISTED = 1_000

const listOf = (item: z.ZodString) => z.array(item).max(MOST_LISTED)
const text = z.string().min(1).max(MAX_NAME_LENGTH)

export const IP_POLICIES = ['drop', 'truncate', 'keep'] as const
export const CLOCKS = ['corrected', 'device', 'server'] as const

const costs = z.strictObject({
  seconds: z.int().min(1).max(600).optional().describe('From its turn to its answer'),
  megabytes: z.int().min(16).max(1_000_000).optional().describe('Of memory in the store'),
  rows: z.int().min(1_000).max(1e12).optional().describe('Read by one statement of it'),
})

export const settingsSchema = z.strictObject({
  origins: listOf(
    z
      .string()
      .regex(
        /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d+)?$/i,
        'expected an origin such as https://shop.example or https://*.shop.example',
      ),
  )
    .optional()
    .describe('Pages that may send with a write key; any when left out'),
  ip: z
    .enum(IP_POLICIES)
    .optional()
    .describe('What an event keeps of its address, as `$ip`, once its place is known; nothing when left out'),
  eventsPerMinute: z
    .int()
    .min(1)
    .max(1_000_000_000)
    .optional()
    .describe('Beyond it requests are answered with 429'),
  requestsPerMinute: z
    .int()
    .min(1)
    .max(10_000_000)
    .optional()
    .describe('With one write key; beyond it requests are answered with 429'),
  sample: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe('The share of devices whose events are kept, always the same ones'),
  retentionDays: z
    .int()
    .min(1)
    .max(MOST_RETENTION_DAYS)
    .optional()
    .describe('Events that are older are taken out, and not taken in; all are kept when left out'),
  clock: z
    .enum(CLOCKS)
    .optional()
    .describe(
      'corrected: the device’s time, corrected by its clock at sending; device: as it said; server: when it arrived',
    ),
  limits: z
    .strictObject({ read: costs.optional(), secret: costs.optional() })
    .optional()
    .describe('What one question may cost, by the kind of its key; never more than the server allows at all'),
  block: z
    .strictObject({
      events: listOf(text).optional().describe('Names of events'),
      ids: listOf(text).optional().describe('User ids and anonymous ids'),
      userAgents: listOf(text).optional().describe('Parts of user agents, ignoring case'),
      ips: listOf(
        z
          .string()
          .regex(/^[0-9a-f.:]+(\/\d{1,3})?$/i, 'expected an address such as 203.0.113.9 or 2001:db8::/32'),
      )
        .optional()
        .describe('Addresses and ranges of them'),
    })
    .optional()
    .describe('What is not wanted: it is not stored, only counted'),
})
export type ProjectSettings = z.infer<typeof settingsSchema>

/** Looks up what a project has decided: at once, from memory. Nothing for a project nobody knows. */
export type SettingsOf = (project: string) => ProjectSettings | undefined
