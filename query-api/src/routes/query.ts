/** `POST /v1/query`: one question, one answer. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { answerQuery, askingOf } from '../answer.ts'
import type { QueryApi } from '../app.ts'
import { authorise } from '../authorise.ts'
import { CONTENT_TYPES, formatOf, linesOf } from '../export/formats.ts'
import { tableOf } from '../export/tables.ts'
import { queryParameters, readParameters } from '../parameters.ts'
import { QueryError } from '../errors.ts'
import { parseQuery } from '../parse.ts'
import { findPersons, parsePersons } from '../people/persons.ts'
import { noteDeed } from '../trail.ts'
import { inTurn } from './turn.ts'

const MAX_QUESTION_BYTES = 256 * 1024

export function queryRoutes(app: FastifyInstance, api: QueryApi): void {
  app.post('/v1/query', {
    bodyLimit: MAX_QUESTION_BYTES,
    onRequest: async (request) => {
      authorise(request, api.keys)
    },
    handler: async (request, reply) => {
      const { project } = authorise(request, api.keys)
      const query = parseQuery(request.body)
      const format = readParameters(queryParameters, request.query).format ?? formatOf(request.headers.accept)
      const answer = await inTurn(request, reply, api, (options) =>
        answerQuery(query, { ...options, caching: api.caching }),
      )
      const { elapsedMs, rowsRead } = answer.meta
      noteDeed(request, { detail: { kind: query.kind, format }, rows: rowsRead })
      api.onEvent({ name: 'query_answered', project, kind: query.kind, seconds: elapsedMs / 1000, rowsRead })
      if (format === 'json') return answer
      // Line by line, as fast as the asker reads.
      return reply.type(CONTENT_TYPES[format]).send(Readable.from(linesOf(format, tableOf(answer))))
    },
  })
  app.post('/v1/persons', {
    bodyLimit: MAX_QUESTION_BYTES,
    onRequest: async (request) => {
      authorise(request, api.keys)
    },
    handler: async (request, reply) => {
      const asked = parsePersons(request.body)
      return inTurn(request, reply, api, async (options) => {
        const { asking } = await askingOf(options, asked.query.timezone)
        const found = await findPersons(asked, asking, options)
        noteDeed(request, { detail: { kind: asked.query.kind }, rows: found.persons.length })
        return found
      })
    },
  })
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE'],
    url: '/v1/query',
    handler: async (_request, reply) => {
      void reply.header('allow', 'POST')
      throw new QueryError('method_not_allowed', 'expected POST')
    },
  })
}
