/** `GET /v1/openapi.json`: the whole HTTP API for programs, generated from the schemas that check it. */
import type { FastifyInstance } from 'fastify'
import { paths } from '../openapi/paths.ts'
import { componentSchemas } from '../openapi/schemas.ts'

/** `more` are addresses that whoever composes the server serves beside. */
export function openApiRoutes(app: FastifyInstance, more: Record<string, object>): void {
  const document = openApi(more)
  app.get('/v1/openapi.json', async () => document)
}

const openApi = (more: Record<string, object>): object => ({
  openapi: '3.1.0',
  info: { title: 'Firefly', version: '0.1.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
  security: [{ bearer: [] }],
  paths: { ...paths(), ...more },
  components: {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer' },
      basic: { type: 'http', scheme: 'basic', description: 'The write key as the user name' },
    },
    schemas: componentSchemas(),
  },
})
