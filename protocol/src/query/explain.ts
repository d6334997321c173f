/** Explain: which groups a change comes from. */
import { z } from 'zod'
import { filters, property } from './filters.ts'
import { eventName, frame } from './frame.ts'
import { moment } from './moments.ts'

export const EXPLAIN_MATHS = ['total', 'unique_users', 'sum'] as const

export const explainSchema = z.strictObject({
  kind: z.literal('explain'),
  ...frame,
  series: z
    .strictObject({
      event: eventName.optional(),
      filters,
      math: z.enum(EXPLAIN_MATHS).default('total'),
      property: property.optional(),
    })
    .default({ math: 'total' })
    .describe('What has changed'),
  compareTo: z
    .strictObject({ from: moment, to: moment })
    .optional()
    .describe('The time before; as long a time right before when not given'),
  properties: z
    .array(property)
    .min(1)
    .max(20)
    .default([
      '$platform',
      '$channel',
      '$country',
      '$os',
      '$browser',
      '$device_type',
      '$utm_campaign',
      '$app_version',
    ])
    .describe('Whose groups are looked at'),
  limit: z.number().int().min(1).max(200).default(20).describe('Groups that changed the most'),
})
export type ExplainQuery = z.infer<typeof explainSchema>

const change = { now: z.number(), before: z.number(), change: z.number() }
export const explainResult = z.object({
  ...change,
  comparedTo: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }),
  groups: z.array(
    z.object({
      property: z.string(),
      value: z.string().nullable(),
      ...change,
      share: z.number().nullable().describe('Of the whole change; null where nothing has changed in all'),
    }),
  ),
})
export type ExplainResult = z.infer<typeof explainResult>
