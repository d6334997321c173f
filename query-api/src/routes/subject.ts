/** All that is kept about one person, as lines of JSON, with the secret key. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { QueryApi } from '../app.ts'
import { authoriseSecret } from '../authorise.ts'
import { QueryError } from '../errors.ts'
import { CONTENT_TYPES } from '../export/formats.ts'
import { readParameters, userParameters } from '../parameters.ts'
import { type SubjectLine, subjectLines } from '../subject/lines.ts'
import { noteDeed } from '../trail.ts'
import { askingInPieces, begun, createPlaces } from './pieces.ts'
import { goneOf } from './turn.ts'

/** As a body the id stands in no address, and so in no log of a proxy. */
export function subjectRoutes(app: FastifyInstance, api: QueryApi): void {
  const options = { onRequest: async (request: FastifyRequest) => void authoriseSecret(request, api.keys) }
  const takePlace = createPlaces()
  const give = async (
    request: FastifyRequest,
    reply: FastifyReply,
    named: unknown,
  ): Promise<FastifyReply> => {
    const grant = authoriseSecret(request, api.keys)
    const { distinctId } = readParameters(userParameters, named)
    noteDeed(request, { detail: { subject: api.subjectOf(grant.project, distinctId) } })
    takePlace(grant.project, reply)
    const asking = await askingInPieces(api, grant, 'UTC', goneOf(reply))
    const lines = subjectLines({ distinctId, asking, store: api.store })
    const chunks = await begun(chunksOf(await known(lines), request))
    return reply
      .type(CONTENT_TYPES.ndjson)
      .header('content-disposition', 'attachment; filename="person.ndjson"')
      .send(Readable.from(chunks))
  }
  app.post('/v1/persons/export', options, (request, reply) => give(request, reply, request.body))
  app.get('/v1/users/:distinctId/export', options, (request, reply) => give(request, reply, request.params))
}

/** The first lines, read ahead until there is one that only a person we know has; a 404 where there is none. */
async function known(lines: AsyncGenerator<SubjectLine>): Promise<AsyncGenerator<SubjectLine>> {
  const ahead: SubjectLine[] = []
  for (let ids = 0; ; ) {
    const { value, done } = await lines.next()
    if (done) break
    ahead.push(value)
    if (value.kind === 'id') ids++
    if (ids > 1 || !['head', 'id', 'end'].includes(value.kind)) break
    if (value.kind === 'end') throw new QueryError('not_found', 'nothing is kept about anybody with this id')
  }
  return (async function* () {
    yield* ahead
    yield* lines
  })()
}

const CHUNK_LENGTH = 64 * 1024

async function* chunksOf(
  lines: AsyncGenerator<SubjectLine>,
  request: FastifyRequest,
): AsyncGenerator<string> {
  let [chunk, rows] = ['', 0]
  for await (const line of lines) {
    noteDeed(request, { rows: ++rows })
    chunk += `${JSON.stringify(line)}\n`
    if (chunk.length < CHUNK_LENGTH) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}
