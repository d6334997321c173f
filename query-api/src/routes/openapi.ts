/** `GET /v1/openapi.json`: the whole HTTP API for programs, generated from the schemas that check it. */
import type { FastifyInstance } from 'fastify'
import { withBodies } from '../openapi/bodies.ts'
import { inChapters, tags } from '../openapi/chapters.ts'
import { paths } from '../openapi/paths.ts'
import { componentSchemas } from '../openapi/schemas.ts'

/** `more` are addresses that whoever composes the server serves beside. */
export function openApiRoutes(app: FastifyInstance, more: Record<string, object>): void {
  const document = openApi(more)
  app.get('/v1/openapi.json', async () => document)
}

const ABOUT = `Send a key as \`Authorization: Bearer KEY\`: a write key collects, a read key asks, the secret key does both and looks after its project.
Whatever is refused is answered with \`{ code, message, issues }\`, where each of the \`issues\` names a field and what is allowed there.`

const openApi = (more: Record<string, object>): object => ({
  openapi: '3.1.0',
  info: {
    title: 'Firefly',
    version: '0.1.0',
    description: ABOUT,
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  tags,
  security: [{ bearer: [] }],
  paths: inChapters(withBodies({ ...paths(), ...more })),
  components: {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer' },
      basic: { type: 'http', scheme: 'basic', description: 'The write key as the user name' },
    },
    schemas: componentSchemas(),
  },
})
