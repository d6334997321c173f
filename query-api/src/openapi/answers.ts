/** What comes back, as schemas: the same that the console's types are made of. */
import { type Kind, querySchema } from '@firefly/protocol/query'
import { decided, mergeHistory } from '@firefly/protocol/query/merging'
import { usersResult } from '@firefly/protocol/query/users'
import { cohortListResult, savedCohortResult } from '@firefly/protocol/query/cohorts'
import { questionListResult, savedQuestionResult } from '@firefly/protocol/query/questions'
import { personsResult } from '@firefly/protocol/query/persons'
import { profileResult, timelineResult } from '@firefly/protocol/query/profile'
import { answerFrame, brokenDownResults, groupedResults, RESULTS } from '@firefly/protocol/results'
import type { BatchAnswer, ErrorAnswer } from '@firefly/protocol/verdicts'
import { REJECT_CODES, REQUEST_CODES } from '@firefly/protocol/verdicts'
import { z } from 'zod'
import type { Profile } from '../users/profile.ts'
import type { Timeline } from '../users/timeline.ts'

/** `retention` names RetentionQuery and RetentionAnswer. */
export const titled = (kind: Kind): string => kind.charAt(0).toUpperCase() + kind.slice(1)

const answers = querySchema.options.map(({ shape: { kind } }) =>
  z.object({
    kind,
    ...answerFrame,
    result: RESULTS[kind.value],
    byCohort: groupedResults(RESULTS[kind.value]).describe(
      'Each group by itself, of kinds that have no groups of their own',
    ),
    breakdowns: brokenDownResults(RESULTS[kind.value]).describe(
      'The same by the values of a property, the group of the most people first',
    ),
  }),
)
const [first, ...others] = answers
if (!first) throw new Error('there are no kinds')

const errorAnswer = z.object({
  code: z.enum(REQUEST_CODES),
  message: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).exactOptional(),
}) satisfies z.ZodType<ErrorAnswer>

const batchAnswer = z.object({
  accepted: z.number(),
  rejected: z.array(
    z.object({
      index: z.number(),
      messageId: z.string().exactOptional(),
      code: z.enum(REJECT_CODES),
      message: z.string(),
    }),
  ),
}) satisfies z.ZodType<BatchAnswer>

const counted = { name: z.string(), count: z.number() }
const detail = {
  firstSeen: z.iso.datetime().exactOptional(),
  lastSeen: z.iso.datetime().exactOptional(),
  types: z.array(z.string()).exactOptional().describe('What its latest values look like'),
  samples: z.array(z.string()).exactOptional().describe('Some of its latest values, the beginning of each'),
}

export const answerSchemas = {
  ...Object.fromEntries(answers.map((answer) => [`${titled(answer.shape.kind.value)}Answer`, answer])),
  Answer: z.discriminatedUnion('kind', [first, ...others]),
  Error: errorAnswer,
  BatchAnswer: batchAnswer,
  CatalogEvents: z.object({
    events: z.array(z.object({ ...counted, firstSeen: z.iso.datetime(), lastSeen: z.iso.datetime() })),
  }),
  CatalogProperties: z.object({
    properties: z.array(
      z.union([
        z.object({ ...counted, builtIn: z.literal(false), ...detail }),
        z.object({ name: z.string(), about: z.string(), builtIn: z.literal(true) }),
      ]),
    ),
  }),
  Persons: personsResult,
  Question: savedQuestionResult,
  Questions: questionListResult,
  Cohort: savedCohortResult,
  Cohorts: cohortListResult,
  Users: usersResult,
  Decided: decided,
  MergeHistory: mergeHistory,
  Profile: profileResult satisfies z.ZodType<Profile>,
  Timeline: timelineResult satisfies z.ZodType<Timeline>,
  CatalogValues: z.object({ values: z.array(z.object({ value: z.string(), count: z.number() })) }),
}
