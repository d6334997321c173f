/** Groups by cohort, of any kind of question. */
import { z } from 'zod'
import { cohortSchema } from './filters.ts'

const groupSchema = z.strictObject({
  cohort: z.union([z.string().min(1).max(200), cohortSchema]).describe('Its id, or as it is'),
  name: z.string().min(1).max(200).optional(),
})
export const byCohort = z
  .array(groupSchema)
  .min(1)
  .max(10)
  .optional()
  .describe(
    'Instead of breakdown: one group a cohort, in this order; people may be in several of them, or in none',
  )
export type CohortGroup = z.infer<typeof groupSchema>
