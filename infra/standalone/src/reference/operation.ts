/** One way to call an address, as OpenAPI describes it: generated from the schemas that check what is sent. */
import { answer, inline, json, parametersOf, refused, REFUSALS } from '@firefly/query-api/openapi/parts'
import type { z } from 'zod'

export interface Operation {
  summary: string
  /** What stands in the address, behind its `?`, and in the body. */
  path?: z.ZodObject
  parameters?: z.ZodObject
  body?: z.ZodType
  /** With what it is answered when all is well. */
  answers: z.ZodType
  status?: 200 | 201 | 202
  /** Other refusals than those of every address. */
  refusals?: Record<number, string>
}

export const operation = ({
  summary,
  path,
  parameters,
  body,
  answers,
  status = 200,
  refusals = {},
}: Operation): object => ({
  summary,
  parameters: [...(path ? parametersOf(path, 'path') : []), ...(parameters ? parametersOf(parameters) : [])],
  ...(body && { requestBody: { required: true, content: json(inline(body, 'input')) } }),
  responses: {
    [status]: answer(summary, inline(answers)),
    ...REFUSALS,
    ...Object.fromEntries(Object.entries(refusals).map(([code, why]) => [code, refused(why)])),
  },
})

/** What anybody may ask without a key. */
export const open = (summary: string, content: object): object => ({
  summary,
  security: [],
  responses: { 200: { description: summary, content }, 503: REFUSALS[503] },
})
