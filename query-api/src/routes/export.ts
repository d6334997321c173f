/** `POST /v1/export`: events row by row, as CSV or lines of JSON, for as long as somebody reads. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { placed } from '../answer.ts'
import type { QueryApi } from '../app.ts'
import { authorise } from '../authorise.ts'
import { CONTENT_TYPES, formatOf } from '../export/formats.ts'
import { columnsOf } from '../export/raw/columns.ts'
import { chunksOf } from '../export/raw/lines.ts'
import { exportPages, linesFrom, parseExport } from '../export/raw/run.ts'
import { namesCohort } from '../filters.ts'
import { exportParameters, readParameters } from '../parameters.ts'
import { withoutPeople } from '../persons.ts'
import { checkPatterns } from '../patterns.ts'
import { refuseHidden } from '../sight/refuse.ts'
import { noteDeed } from '../trail.ts'
import { askingInPieces, begun, createPlaces } from './pieces.ts'
import { answering, goneOf } from './turn.ts'

const MAX_BYTES = 256 * 1024

export function exportRoutes(app: FastifyInstance, api: QueryApi): void {
  const takePlace = createPlaces()
  app.post('/v1/export', {
    bodyLimit: MAX_BYTES,
    onRequest: async (request) => void authorise(request, api.keys),
    handler: async (request, reply) => {
      const grant = authorise(request, api.keys)
      const asked = parseExport(request.body)
      const wanted =
        readParameters(exportParameters, request.query).format ?? formatOf(request.headers.accept)
      const format = wanted === 'json' ? 'ndjson' : wanted
      const { project } = grant
      takePlace(project, reply)
      const gone = goneOf(reply)
      refuseHidden(asked, api.sightOf(grant))
      const asking = await askingInPieces(api, grant, asked.timezone, gone)
      await checkPatterns(asked, asking)
      await api.known.check(asked, asking)
      const options = { ...answering(api, grant), now: asking.now }
      const { query, asking: knowing } = await placed(asked, asking, options)
      const isAboutPeople = knowing.project.traits !== undefined || (query.filters ?? []).some(namesCohort)
      const whose = isAboutPeople ? knowing.project : withoutPeople(knowing.project)
      const exporting = { query, project: whose, zone: asking.zone, as: format }
      const pages = counted(exportPages(exporting, linesFrom(asking)), api, project, request)
      const chunks = await begun(chunksOf(format, columnsOf(query), pages))
      return reply
        .type(CONTENT_TYPES[format])
        .header('content-disposition', `attachment; filename="events.${format}"`)
        .send(Readable.from(chunks))
    },
  })
}

async function* counted<Row>(
  pages: AsyncIterable<readonly Row[]>,
  { onEvent }: QueryApi,
  project: string,
  request: FastifyRequest,
): AsyncGenerator<readonly Row[]> {
  const started = performance.now()
  let rowsRead = 0
  for await (const page of pages) {
    rowsRead += page.length
    noteDeed(request, { rows: rowsRead })
    yield page
  }
  const seconds = (performance.now() - started) / 1000
  onEvent({ name: 'query_answered', project, kind: 'export', seconds, rowsRead })
}
