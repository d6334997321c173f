/** `GET /v1/openapi.json`: the whole HTTP API for programs, generated from the schemas that check it. */
import { querySchema } from '@firefly/protocol/query'
import { batchSchema, eventSchema } from '@firefly/protocol/wire'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

export function openApiRoutes(app: FastifyInstance): void {
  const document = openApi()
  app.get('/v1/openapi.json', async () => document)
}

const jsonSchema = (schema: z.ZodType): object =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
const body = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } })
const answers = (about: string): object => ({
  200: { description: about },
  400: { description: 'It cannot be understood; the wrong fields are named' },
  401: { description: 'The key is not known' },
})

export function openApi(): object {
  const batch = { ...jsonSchema(batchSchema), description: 'Each element of `batch` is an event' }
  const event = jsonSchema(eventSchema)
  const single = Object.fromEntries(
    ['track', 'page', 'screen', 'identify', 'group', 'alias'].map((type) => [
      `/v1/${type}`,
      {
        post: {
          summary: `Send one ${type} event`,
          requestBody: body(event),
          responses: answers('Accepted and durable'),
        },
      },
    ]),
  )
  return {
    openapi: '3.1.0',
    info: { title: 'Firefly', version: '0.1.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        basic: { type: 'http', scheme: 'basic' },
      },
    },
    security: [{ bearer: [] }],
    paths: {
      '/v1/batch': {
        post: {
          summary: 'Send events',
          requestBody: body(batch),
          responses: answers('Accepted and durable; refused events by index'),
        },
      },
      ...single,
      '/v1/import': {
        post: {
          summary: 'Import history (secret key)',
          requestBody: body(batch),
          responses: answers('Accepted and durable'),
        },
      },
      '/v1/query': {
        post: {
          summary: 'Ask a question',
          requestBody: body(jsonSchema(querySchema)),
          responses: answers('The answer'),
        },
      },
      '/v1/live': {
        get: {
          summary: 'Watch events as they are stored (server-sent events)',
          responses: answers('A stream'),
        },
      },
      '/v1/catalog/events': { get: { summary: 'Event names', responses: answers('Names with counts') } },
      '/v1/catalog/properties': { get: { summary: 'Properties of an event', responses: answers('Names') } },
      '/v1/catalog/values': {
        get: { summary: 'Values of a property', responses: answers('Values with counts') },
      },
      '/v1/status': {
        get: { summary: 'How far everything has come (secret key)', responses: answers('Totals and lag') },
      },
    },
  }
}
