/** What those who look after a Firefly are answered: projects, keys, plans, erasures, the audit trail, and how it fares. */
import { z } from 'zod'
import { DEBUG_MARKS } from './debug.ts'
import { planSchema } from './plan.ts'

const instant = z.iso.datetime()

export const projectResult = z.object({
  id: z.string(),
  name: z.string(),
  timezone: z.string().nullable(),
  settings: z.record(z.string(), z.unknown()),
  createdAt: instant,
})
export type ProjectResult = z.infer<typeof projectResult>

export const keyResult = z.object({
  id: z.string(),
  project: z.string(),
  kind: z.enum(['write', 'read', 'secret']),
  hint: z.string().describe('The first letters of its token'),
  label: z.string(),
  maySee: z.number().describe('The most sensitive level, 1 to 5, of values it may see'),
  debug: z
    .enum(DEBUG_MARKS)
    .nullable()
    .describe('What it sends is shown to those who debug; in a dry run it is not stored'),
  createdAt: instant,
  revokedAt: instant.nullable().describe('May lie ahead: it works until then'),
})
export type KeyResult = z.infer<typeof keyResult>

export const newKeyResult = keyResult.extend({ token: z.string().describe('Told this once') })
export type NewKeyResult = z.infer<typeof newKeyResult>
export const newProjectResult = z.object({ project: projectResult, keys: z.array(newKeyResult) })
export type NewProjectResult = z.infer<typeof newProjectResult>
export const rotatedResult = z.object({ key: keyResult, token: z.string(), replaced: keyResult })
export type RotatedResult = z.infer<typeof rotatedResult>

export const trailResult = z.object({
  deeds: z.array(
    z.object({
      id: z.number(),
      at: instant,
      who: z.string().describe('The id of the key'),
      project: z.string(),
      what: z.string(),
      detail: z.record(z.string(), z.unknown()),
      rows: z.number(),
      durationMs: z.number(),
    }),
  ),
  next: z.number().exactOptional().describe('The `before` of the next page'),
})
export type TrailResult = z.infer<typeof trailResult>

export const planResult = z.object({
  version: z.number().describe('0 for none yet'),
  plan: planSchema,
  madeBy: z.string().exactOptional(),
  madeAt: instant.exactOptional(),
})
export type PlanResult = z.infer<typeof planResult>

export const violationsResult = z.object({
  violations: z.array(
    z.object({
      event: z.string(),
      property: z.string().nullable(),
      code: z.string(),
      consequence: z.string(),
      count: z.number(),
      firstSeen: z.string(),
      lastSeen: z.string(),
      messageId: z.string().describe('Of one of the events'),
    }),
  ),
})
export type ViolationsResult = z.infer<typeof violationsResult>

export const erasureResult = z.object({
  id: z.string(),
  project: z.string(),
  subject: z.string().describe('The keyed hash of the id that was asked for'),
  requestedBy: z.string(),
  requestedAt: instant,
  state: z.enum(['running', 'done']),
  counts: z.record(z.string(), z.number()).describe('What went, by where it was'),
  goneAt: instant.nullable(),
  logGoneAt: instant.nullable(),
})
export type ErasureResult = z.infer<typeof erasureResult>

export const quarantineResult = z.object({
  quarantined: z.array(
    z.object({
      id: z.string(),
      project: z.string(),
      reason: z.string(),
      detail: z.string(),
      quarantinedAt: z.string(),
      partition: z.number(),
      offset: z.number(),
      events: z.number(),
    }),
  ),
})
export type QuarantineResult = z.infer<typeof quarantineResult>
export const replayResult = z.object({
  records: z.number(),
  events: z.number(),
  overloaded: z.boolean().describe('The log would take no more; ask again'),
})
export type ReplayResult = z.infer<typeof replayResult>

export const refusalsResult = z.object({
  refusals: z.array(
    z.object({
      project: z.string(),
      day: z.string().describe('UTC'),
      dialect: z.string().describe('Whose wire it came in; empty of `quarantined`'),
      verdict: z
        .enum(['rejected', 'unwanted', 'refused', 'quarantined'])
        .describe(
          'Events with a fault, events the project does not want, whole requests, and what was accepted and then set aside',
        ),
      code: z.string(),
      count: z.number().describe('Events; of `refused`, requests'),
      firstAt: instant,
      lastAt: instant,
      message: z.string().describe('What was answered the last time'),
    }),
  ),
})
export type RefusalsResult = z.infer<typeof refusalsResult>

export const statusResult = z.object({
  accepted: z.number(),
  processed: z.number(),
  stored: z.number(),
  quarantined: z.number(),
  duplicates: z.number(),
  erased: z.number().describe('Events of people who were erased'),
  expired: z.number().describe('Events older than their project keeps'),
  unwanted: z.number().describe('Events that a step of the operator’s own dropped'),
  lagEvents: z.number(),
  lagSeconds: z.number(),
})
export type StatusResult = z.infer<typeof statusResult>
