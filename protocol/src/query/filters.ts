/** Conditions on events and on people, nested at will. */
import { z } from 'zod'
import { OPERATORS, WINDOW_UNITS } from './words.ts'

const scalar = z.union([z.string(), z.number(), z.boolean()])
export const property = z.string().min(1).max(200)

const conditionSchema = z.strictObject({
  property,
  source: z.literal('event').optional(),
  operator: z.enum(OPERATORS),
  value: z.union([scalar, z.array(scalar).max(1_000)]).optional(),
})
export type Condition = z.infer<typeof conditionSchema>

export const TIMES_OPERATORS = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte'] as const
export type TimesOperator = (typeof TIMES_OPERATORS)[number]

/** What people did: how often, and since when; at least once ever when neither is said. */
export interface Did {
  event?: string | undefined
  filters?: Filter[] | undefined
  times?: { operator: TimesOperator; value: number } | undefined
  /** So long before the end of the question's range; ever before it when not given. */
  within?: { value: number; unit: (typeof WINDOW_UNITS)[number] } | undefined
}
/** People by what they did, or did not do, combined at will. */
export type Cohort = { did: Did } | { all: Cohort[] } | { any: Cohort[] } | { not: Cohort }
/** One condition, or a nested all / any of them; or a cohort, by its id or as it is. */
export type Filter = Condition | { all: Filter[] } | { any: Filter[] } | { cohort: string | Cohort }

const didSchema: z.ZodType<Did, Did> = z.lazy(() =>
  z.strictObject({
    event: z.string().min(1).max(200).optional(),
    filters,
    times: z
      .strictObject({ operator: z.enum(TIMES_OPERATORS), value: z.number().int().min(0).max(1e9) })
      .optional(),
    within: z
      .strictObject({ value: z.number().positive().max(1_000_000), unit: z.enum(WINDOW_UNITS) })
      .optional(),
  }),
)
export const cohortSchema: z.ZodType<Cohort, Cohort> = z.lazy(() =>
  z.union([
    z.strictObject({ did: didSchema }),
    z.strictObject({ all: z.array(cohortSchema).min(1).max(20) }),
    z.strictObject({ any: z.array(cohortSchema).min(1).max(20) }),
    z.strictObject({ not: cohortSchema }),
  ]),
)
export const filterSchema: z.ZodType<Filter, Filter> = z.lazy(() =>
  z.union([
    conditionSchema,
    z.strictObject({ all: z.array(filterSchema).min(1).max(50) }),
    z.strictObject({ any: z.array(filterSchema).min(1).max(50) }),
    z.strictObject({ cohort: z.union([z.string().min(1).max(200), cohortSchema]) }),
  ]),
)
/** All of them must hold. */
export const filters = z.array(filterSchema).max(50).optional()
