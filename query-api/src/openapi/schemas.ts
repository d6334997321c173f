/** Every schema of the API under its name, as OpenAPI wants them: each once, the others pointing at it. */
import { querySchema } from '@firefly/protocol/query'
import { cohortWordsSchema } from '@firefly/protocol/query/cohorts'
import { questionWordsSchema } from '@firefly/protocol/query/questions'
import { exportSchema } from '@firefly/protocol/query/export'
import { filterSchema } from '@firefly/protocol/query/filters'
import { mergeSchema, unmergeSchema } from '@firefly/protocol/query/merging'
import { usersSchema } from '@firefly/protocol/query/users'
import { personsSchema } from '@firefly/protocol/query/persons'
import { batchSchema, contextSchema, eventSchema } from '@firefly/protocol/wire'
import { z } from 'zod'
import { userParameters } from '../parameters.ts'
import { answerSchemas, titled } from './answers.ts'

/** `unrepresentable: any`: an event of a batch is judged by itself and may be anything there. */
const AS_SENT = { io: 'input', unrepresentable: 'any', uri: refTo } as const

export function componentSchemas(): Record<string, object> {
  const registry = z.registry<{ id: string }>()
  const sent = {
    Event: eventSchema,
    Context: contextSchema,
    Batch: batchSchema,
    Filter: filterSchema,
    ...Object.fromEntries(querySchema.options.map((kind) => [`${titled(kind.shape.kind.value)}Query`, kind])),
    Query: querySchema,
    PersonsQuery: personsSchema,
    ExportQuery: exportSchema,
    CohortWords: cohortWordsSchema,
    QuestionWords: questionWordsSchema,
    UsersQuery: usersSchema,
    Person: userParameters,
    Merge: mergeSchema,
    Unmerge: unmergeSchema,
  }
  for (const [id, schema] of Object.entries({ ...sent, ...answerSchemas })) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, AS_SENT)
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutAddress(schema)]))
}

export const ref = (name: string): object => ({ $ref: refTo(name) })

function refTo(name: string): string {
  return `#/components/schemas/${name}`
}

/** Inside one document a schema has no address or dialect of its own. */
const withoutAddress = (schema: object): object =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$id' && key !== '$schema'))
