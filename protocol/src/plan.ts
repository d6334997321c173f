/** The tracking plan: which events a project expects, with which properties, how sensitive each is, and what becomes of the rest. */
import { z } from 'zod'
import { MAX_NAME_LENGTH } from './limits.ts'

/** `observe` counts violations, `flag` also writes them on the row, `quarantine` also sets the event aside. */
export const PLAN_MODES = ['observe', 'flag', 'quarantine'] as const
export type PlanMode = (typeof PLAN_MODES)[number]

/** `draft` is watched but never acted upon; `blocked` must not come any more. */
export const PLAN_STATUSES = ['draft', 'active', 'deprecated', 'blocked'] as const
export type PlanStatus = (typeof PLAN_STATUSES)[number]

export const PROPERTY_TYPES = [
  'any',
  'string',
  'number',
  'integer',
  'boolean',
  'date',
  'list',
  'object',
] as const
export type PropertyType = (typeof PROPERTY_TYPES)[number]

/** What the store keeps of a value: itself, a keyed hash, a mask, or nothing. */
export const PROTECTIONS = ['keep', 'hash', 'mask', 'drop'] as const
export type Protection = (typeof PROTECTIONS)[number]

/** What stands in place of a value that is not kept, or not shown. */
export const MASK = '••••'

/** From 1, anybody may see it, to 5, nearly nobody. */
export const HIGHEST_SENSITIVITY = 5
const MOST_EVENTS = 5_000
const MOST_PROPERTIES = 500
const MOST_VALUES = 1_000

const name = z.string().min(1).max(MAX_NAME_LENGTH)
const status = z.enum(PLAN_STATUSES).default('active')
const text = z.string().max(2_000).optional()
const about = { description: text, owner: text, status }

const propertySchema = z.strictObject({
  ...about,
  type: z.enum(PROPERTY_TYPES).default('any'),
  required: z.boolean().default(false),
  values: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .min(1)
    .max(MOST_VALUES)
    .optional()
    .describe('The only values allowed'),
  sensitivity: z.int().min(1).max(HIGHEST_SENSITIVITY).default(1),
  protect: z.enum(PROTECTIONS).optional().describe('Instead of what its sensitivity asks for'),
})
export type PlannedProperty = z.infer<typeof propertySchema>

const few = <Value extends z.ZodType>(value: Value, most: number, what: string) =>
  z
    .record(name, value)
    .refine((all) => Object.keys(all).length <= most, `expected at most ${most} ${what}`)
    .default({})

const eventSchema = z.strictObject({
  ...about,
  properties: few(propertySchema, MOST_PROPERTIES, 'properties'),
})
export type PlannedEvent = z.infer<typeof eventSchema>

const levelSchema = z.enum(['1', '2', '3', '4', '5'])

/** Every field has a default, so that `{}` is a plan that expects nothing and reports everything. */
export const planSchema = z.strictObject({
  format: z.literal(1).default(1),
  mode: z.enum(PLAN_MODES).default('observe'),
  unplanned: z.enum(['report', 'allow']).default('report').describe('Events and properties not in the plan'),
  protect: z
    .partialRecord(levelSchema, z.enum(PROTECTIONS))
    .default({})
    .describe('By sensitivity: what is kept of values of that level'),
  properties: few(propertySchema, MOST_PROPERTIES, 'properties').describe('Of every event'),
  events: few(eventSchema, MOST_EVENTS, 'events'),
})
export type Plan = z.infer<typeof planSchema>
/** As people write it: whatever has a default may be left out. */
export type PlanInput = z.input<typeof planSchema>

export interface PlanIssue {
  path: string
  message: string
}
export type ReadPlan = { ok: true; plan: Plan } | { ok: false; issues: PlanIssue[] }

/** From JSON or YAML, already parsed, to a plan; or each wrong field by its path. */
export function readPlan(value: unknown): ReadPlan {
  const parsed = planSchema.safeParse(value)
  if (parsed.success) return { ok: true, plan: parsed.data }
  return {
    ok: false,
    issues: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  }
}

/** The plan of a project that has none: nothing is expected, so nothing is reported. */
export const NO_PLAN: Plan = planSchema.parse({ unplanned: 'allow' })
