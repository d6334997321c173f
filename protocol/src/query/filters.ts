/** Conditions on events and on people, nested at will. */
import { z } from 'zod'
import { type Length, lengthSchema } from './lasting.ts'
import { moment } from './moments.ts'
import { OPERATORS } from './words.ts'

const scalar = z.union([z.string(), z.number(), z.boolean()])
export const property = z.string().min(1).max(200)

/** Whose property it is, and of what time. */
export const ofWhom = {
  source: z
    .enum(['event', 'user', 'group'])
    .optional()
    .describe('Of the event when not given, of its person, or of the group that it or its person is in'),
  groupType: property
    .optional()
    .describe('With source group: of which type; of the one without when not given'),
  asOf: z
    .enum(['now', 'event'])
    .optional()
    .describe(
      'What is known of the person or the group now, when not given, or what was when the event happened',
    ),
}

const conditionSchema = z.strictObject({
  property,
  ...ofWhom,
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
  within?: Length | undefined
  /** Instead: days or instants, as a question has them; either may be left out. */
  from?: string | undefined
  to?: string | undefined
}
/** What people did in this order, other events may lie between; all of it in the window, which begins with the first. */
export interface Sequence extends Pick<Did, 'within' | 'from' | 'to'> {
  steps: { event: string; filters?: Filter[] | undefined }[]
  window?: Length | undefined
}
/** People by what they did or did not do, by what is known of them, by a name they were given; combined at will. */
export type Cohort =
  | { did: Did }
  | { sequence: Sequence }
  /** The last value that was set on an event of theirs; or with source `user` what is known of them. */
  | { has: Condition }
  | { cohort: string }
  | { all: Cohort[] }
  | { any: Cohort[] }
  | { not: Cohort }
/** One condition, or a nested all / any of them; or a cohort, by its id or as it is. */
export type Filter = Condition | { all: Filter[] } | { any: Filter[] } | { cohort: string | Cohort }

const when = {
  within: lengthSchema.optional().describe('So long before the end of the range of the question'),
  from: moment.optional().describe('Instead of within; open when not given'),
  to: moment.optional(),
}
type When = Pick<Did, 'within' | 'from' | 'to'>
const isOneWay = ({ within, from, to }: When): boolean =>
  within === undefined || (from === undefined && to === undefined)
const ONE_WAY = { path: ['within'], message: 'expected either within, or from and to' }
const didSchema: z.ZodType<Did, Did> = z.lazy(() =>
  z
    .strictObject({
      event: z.string().min(1).max(200).optional(),
      filters,
      ...when,
      times: z
        .strictObject({ operator: z.enum(TIMES_OPERATORS), value: z.number().int().min(0).max(1e9) })
        .optional(),
    })
    .refine(isOneWay, ONE_WAY),
)
const sequenceSchema: z.ZodType<Sequence, Sequence> = z.lazy(() =>
  z
    .strictObject({
      steps: z
        .array(z.strictObject({ event: z.string().min(1).max(200), filters }))
        .min(2)
        .max(10),
      window: lengthSchema.optional().describe('From the first step to the last; any when not given'),
      ...when,
    })
    .refine(isOneWay, ONE_WAY),
)
export const cohortSchema: z.ZodType<Cohort, Cohort> = z.lazy(() =>
  z.union([
    z.strictObject({ did: didSchema }),
    z.strictObject({ sequence: sequenceSchema }),
    z.strictObject({ has: conditionSchema }),
    z.strictObject({ cohort: z.string().min(1).max(200) }),
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
