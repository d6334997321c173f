/** Conditions on events, nested at will. */
import { z } from 'zod'
import { OPERATORS } from './words.ts'

const scalar = z.union([z.string(), z.number(), z.boolean()])
export const property = z.string().min(1).max(200)

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
/** All of them must hold. */
export const filters = z.array(filterSchema).max(50).optional()
