/** Saved cohorts: people that were given a name. */
import { z } from 'zod'
import { cohortSchema } from './filters.ts'

const MOST_IDS = 100_000

/** What a cohort is saved as: exactly one of `definition`, `ids` and `persons`. */
export const cohortWordsSchema = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(2_000).default(''),
  definition: cohortSchema.optional().describe('Who belongs to it'),
  ids: z
    .array(z.string().min(1).max(256))
    .min(1)
    .max(MOST_IDS)
    .optional()
    .describe('Or its members, each by an id that clients know them by'),
  persons: z
    .strictObject({
      query: z.looseObject({}),
      pick: z.looseObject({}),
      byCohort: z.string().max(200).optional(),
      breakdown: z.string().max(2_000).nullable().optional(),
    })
    .optional()
    .describe('Or the people who are behind a number now, as `/v1/persons` asks for them'),
  refreshMinutes: z
    .number()
    .int()
    .min(1)
    .max(43_200)
    .optional()
    .describe('Find the members of a definition anew after so long; with every question when not given'),
})
export type CohortWords = z.infer<typeof cohortWordsSchema>
export type CohortInput = z.input<typeof cohortWordsSchema>

export const savedCohortResult = z.object({
  id: z.string().describe('Filters name it: `{ "cohort": id }`'),
  name: z.string(),
  description: z.string(),
  definition: cohortSchema.nullable().describe('Null where its members were given'),
  refreshMinutes: z.number().nullable(),
  size: z
    .number()
    .nullable()
    .describe(
      'Members as of `computedAt`; of one that is asked with every question, people now, where one is shown',
    ),
  computedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type SavedCohort = z.infer<typeof savedCohortResult>
export const cohortListResult = z.object({ cohorts: z.array(savedCohortResult) })
