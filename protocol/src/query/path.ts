/** Path: where people go, step by step, inside a session. */
import { z } from 'zod'
import { frame, windowSchema } from './frame.ts'

const nodeName = z.string().min(1).max(2_000)

export const pathSchema = z.strictObject({
  kind: z.literal('path'),
  ...frame,
  by: z
    .string()
    .min(1)
    .max(200)
    .default('event')
    .describe(
      'event: pages, screens and events by their names; $pathname: pages alone; any other property: its values',
    ),
  start: nodeName.optional().describe('Paths begin where a session first comes to this node'),
  end: nodeName
    .optional()
    .describe('Paths end where a session (behind `start`, if given) first comes to this node'),
  steps: z
    .number()
    .int()
    .min(2)
    .max(50)
    .default(5)
    .describe('Nodes of a path; the first ones, or with `end` the last ones'),
  limit: z.number().int().min(1).max(1_000).default(50).describe('Links, those of the most sessions'),
  include: z
    .array(nodeName)
    .min(1)
    .max(100)
    .optional()
    .describe('Only these events, by their name or their node’s'),
  exclude: z
    .array(nodeName)
    .min(1)
    .max(100)
    .optional()
    .describe('Not these events, by their name or their node’s'),
  sessionGap: z
    .union([z.number().positive().max(100_000), windowSchema])
    .optional()
    .describe('Sessions end after this much silence (minutes, or value and unit), whatever the SDK says'),
  groups: z
    .array(z.strictObject({ pattern: z.string().min(1).max(500), name: nodeName }))
    .max(50)
    .optional()
    .describe(
      'Nodes whose name matches the pattern (RE2) are one node of that name; the first that matches rules',
    ),
})
export type PathQuery = z.infer<typeof pathSchema>

export const pathResult = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      step: z.number().describe('From 1'),
      count: z.number().describe('Sessions that come here at this step'),
      exits: z.number().describe('Of these, sessions whose path goes no further'),
    }),
  ),
  links: z.array(
    z.object({
      source: z.string(),
      target: z.string(),
      count: z.number().describe('Sessions that go this way'),
      medianSeconds: z.number(),
    }),
  ),
})
export type PathResult = z.infer<typeof pathResult>
