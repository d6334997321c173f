/** What may stand behind the `?` of each address; one schema each, which also describes it to programs. */
import { z } from 'zod'
import { QueryError } from './errors.ts'
import { FORMATS } from './export/formats.ts'
import { issuesOf } from './issues.ts'

const name = z.string().min(1).max(200)
const search = z
  .string()
  .max(200)
  .default('')
  .describe('Only names or values with this in them, ignoring case')
const limit = z.coerce.number().int().min(1).max(1_000).default(200)

export const eventsParameters = z.strictObject({ search, limit })
export const propertiesParameters = z.strictObject({
  event: name.optional().describe('Only properties of this event'),
  search,
  limit,
  details: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .default(false)
    .describe('Also when each was first and last seen, its types, and some of its values'),
})
export const valuesParameters = z.strictObject({
  property: name,
  event: name.optional().describe('Only values on this event'),
  search,
  limit,
})
export const liveParameters = z.strictObject({
  debug: z
    .stringbool({ truthy: ['true', '1', ''], falsy: ['false', '0'] })
    .default(false)
    .describe('Instead of stored events: what became of the events of debugging devices, at once'),
  event: name.optional().describe('Only this event'),
  distinctId: z.string().max(256).optional().describe('Only events of this id'),
  platform: name.optional().describe('Only events of this platform'),
  key: z.string().max(256).optional().describe('The key, for browsers, whose EventSource sends no headers'),
})

export const queryParameters = z.strictObject({
  format: z.enum(FORMATS).optional().describe('Instead of what `Accept` says'),
})
export const exportParameters = z.strictObject({
  format: z.enum(['csv', 'ndjson']).optional().describe('Instead of what `Accept` says'),
})
export const questionParameters = z.strictObject({ id: z.string().min(1).max(200) })
export const cohortParameters = z.strictObject({ id: z.string().min(1).max(200) })
export const personsParameters = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  after: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional()
    .describe('The `next` of the page before'),
})
/** Filters are as long as in any other question there, so an address takes them as text. */
export const usersParameters = z.strictObject({
  search: z
    .string()
    .max(200)
    .optional()
    .describe('Only people with this in an id or in what is known of them'),
  filters: z.string().max(8_000).optional().describe('A list of filters as JSON'),
  before: z.string().max(60).optional().describe('The `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  timezone: z.string().max(60).optional(),
})
export const userParameters = z.strictObject({ distinctId: z.string().min(1).max(256) })
export const timelineParameters = z.strictObject({
  event: name.optional().describe('Only this event'),
  before: z.string().max(300).optional().describe('The `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
})

/** Throws a 400 that names each wrong parameter. */
export function readParameters<Schema extends z.ZodType>(schema: Schema, query: unknown): z.output<Schema> {
  const parsed = schema.safeParse(query)
  if (parsed.success) return parsed.data
  throw new QueryError(
    'invalid_query',
    'the question cannot be understood',
    parsed.error.issues.flatMap(issuesOf),
  )
}
