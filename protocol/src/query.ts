/** console → query-api: the questions that can be asked, one schema a kind. */
import { z } from 'zod'

export const INTERVALS = ['minute', 'hour', 'day', 'week', 'month'] as const
export const OPERATORS = [
  'eq',
  'neq',
  'in',
  'not_in',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'matches',
  'is_set',
  'is_not_set',
] as const
export const MATHS = [
  'total',
  'unique_users',
  'unique_sessions',
  'sum',
  'avg',
  'min',
  'max',
  'median',
  'p90',
  'p95',
  'p99',
] as const
export type Interval = (typeof INTERVALS)[number]
export type Operator = (typeof OPERATORS)[number]
export type Math = (typeof MATHS)[number]

const scalar = z.union([z.string(), z.number(), z.boolean()])
const property = z.string().min(1).max(200)

const conditionSchema = z.strictObject({
  property,
  source: z.literal('event').optional(),
  operator: z.enum(OPERATORS),
  value: z.union([scalar, z.array(scalar).max(1_000)]).optional(),
})
export type Condition = z.infer<typeof conditionSchema>
/** One condition, or a nested all / any of them. */
export type Filter = Condition | { all: Filter[] } | { any: Filter[] }
export const filterSchema: z.ZodType<Filter> = z.lazy(() =>
  z.union([
    conditionSchema,
    z.strictObject({ all: z.array(filterSchema).min(1).max(50) }),
    z.strictObject({ any: z.array(filterSchema).min(1).max(50) }),
  ]),
)
const filters = z.array(filterSchema).max(50).optional()

/** A line of a trend: which events, counted how. No `event` means every event. */
export const seriesSchema = z.strictObject({
  event: z.string().min(1).max(200).optional(),
  filters,
  math: z.enum(MATHS).default('total'),
  property: property.optional(),
  name: z.string().max(200).optional(),
})
export type Series = z.infer<typeof seriesSchema>

const isDay = /^\d{4}-\d{2}-\d{2}$/
const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/
const moment = z
  .string()
  .refine(
    (value) => (isDay.test(value) || isInstant.test(value)) && !Number.isNaN(Date.parse(value)),
    'expected a date such as 2026-01-31, or an ISO 8601 date and time',
  )
const zone = z.string().refine(isZone, 'expected an IANA time zone such as Asia/Shanghai')

const frame = {
  from: moment,
  to: moment,
  timezone: zone.optional(),
  filters,
  weekStart: z.enum(['monday', 'sunday']).default('monday'),
}

export const trendSchema = z.strictObject({
  kind: z.literal('trend'),
  ...frame,
  interval: z.enum(INTERVALS).default('day'),
  series: z.array(seriesSchema).min(1).max(20),
  breakdown: z
    .strictObject({
      property,
      source: z.literal('event').optional(),
      limit: z.number().int().min(1).max(1_000).default(25),
    })
    .optional(),
})
export type TrendQuery = z.infer<typeof trendSchema>

export const WINDOW_UNITS = ['second', 'minute', 'hour', 'day', 'week', 'month'] as const
export const funnelSchema = z.strictObject({
  kind: z.literal('funnel'),
  ...frame,
  interval: z.enum(INTERVALS).optional(),
  steps: z
    .array(
      z.strictObject({ event: z.string().min(1).max(200), filters, name: z.string().max(200).optional() }),
    )
    .min(1)
    .max(20),
  window: z
    .strictObject({ value: z.number().positive().max(1_000_000), unit: z.enum(WINDOW_UNITS) })
    .default({ value: 14, unit: 'day' }),
  order: z.literal('ordered').default('ordered'),
})
export type FunnelQuery = z.infer<typeof funnelSchema>

/** Any question. The kinds are a closed list; an unknown one is refused by name. */
export const querySchema = z.discriminatedUnion('kind', [trendSchema, funnelSchema])
export type Query = z.infer<typeof querySchema>
/** A question as a caller writes it, before defaults are filled in. */
export type QueryInput = z.input<typeof querySchema>

function isZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value }).format(0)
    return true
  } catch {
    return false
  }
}
