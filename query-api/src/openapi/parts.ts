/** What the descriptions of addresses are made of. */
import { z } from 'zod'
import { ref } from './schemas.ts'

export const json = (schema: object, examples?: object): object => ({
  'application/json': examples ? { schema, examples } : { schema },
})
/** Whatever a schema of ours lets pass, where it has no name of its own. */
export const inline = (schema: z.ZodType, io: 'input' | 'output' = 'output'): object => {
  const { $schema: _, ...inner } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return inner
}
export const answer = (description: string, schema: object): object => ({
  description,
  content: json(schema),
})
export const refused = (description: string): object => answer(description, ref('Error'))
export const REFUSALS = {
  400: refused('It cannot be understood; `issues` names each wrong field'),
  401: refused('The key is not known'),
  403: refused('The key is known, and may not do this'),
  503: refused('Too much at once; come back after `Retry-After` seconds'),
}
export const ASKING = {
  ...REFUSALS,
  422: refused('Understood, and larger than one answer may be'),
  504: refused('It took longer than allowed'),
}

/** One parameter of an address for each field of its schema. */
export function parametersOf(schema: z.ZodObject, where: 'query' | 'path' = 'query'): object[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'output' })
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: where,
    // What has a default is always there once read, but need not be sent.
    required: required.includes(name) && !hasDefault(field),
    schema: field,
  }))
}
const hasDefault = (field: unknown): boolean =>
  typeof field === 'object' && field !== null && 'default' in field
