/** `POST /v1/export`: events row by row, as CSV or lines of JSON, for as long as somebody reads. */
import { Readable } from 'node:stream'
import type { Statement } from '@firefly/clickhouse/sql'
import type { Grant } from '@firefly/protocol/keys'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Asking } from '../analyses/analysis.ts'
import { placed } from '../answer.ts'
import type { QueryApi } from '../app.ts'
import { openAsker } from '../asker.ts'
import { authorise } from '../authorise.ts'
import { QueryError } from '../errors.ts'
import { CONTENT_TYPES, formatOf } from '../export/formats.ts'
import { columnsOf } from '../export/raw/columns.ts'
import { chunksOf } from '../export/raw/lines.ts'
import { exportRows, parseExport } from '../export/raw/run.ts'
import { findProject } from '../identity/joins.ts'
import { exportParameters, readParameters } from '../parameters.ts'
import { checkPatterns } from '../patterns.ts'
import { refuseHidden } from '../sight/refuse.ts'
import { noteDeed } from '../trail.ts'
import { answering, goneOf } from './turn.ts'

/** Each holds a page of rows in memory; one project alone leaves room for another. */
const MOST_AT_ONCE = 4
const MOST_OF_ONE = 2
const MAX_BYTES = 256 * 1024

export function exportRoutes(app: FastifyInstance, api: QueryApi): void {
  const running: string[] = []
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
      if (running.length >= MOST_AT_ONCE || running.filter((one) => one === project).length >= MOST_OF_ONE)
        throw new QueryError('overloaded', 'too many exports are running; try again')
      const gone = goneOf(reply)
      running.push(project)
      reply.raw.once('close', () => void running.splice(running.indexOf(project), 1))
      refuseHidden(asked, api.sightOf(grant))
      const asking = await askingOf(api, grant, asked.timezone, gone)
      await checkPatterns(asked, asking)
      await api.known.check(asked, asking)
      const options = { ...answering(api, grant), now: asking.now }
      const { query, asking: knowing } = await placed(asked, asking, options)
      const rows = exportRows({ query, project: knowing.project, zone: asking.zone }, asking.ask)
      const chunks = await begun(chunksOf(format, columnsOf(query), counted(rows, api, project, request)))
      return reply
        .type(CONTENT_TYPES[format])
        .header('content-disposition', `attachment; filename="events.${format}"`)
        .send(Readable.from(chunks))
    },
  })
}

/** Each piece waits for its turn among the questions, and has the limits of one. */
async function askingOf(
  { gate, store, allowanceOf, zoneOf, sightOf }: QueryApi,
  grant: Grant,
  zone: string | undefined,
  gone: AbortSignal,
): Promise<Asking> {
  const { project } = grant
  const limits = allowanceOf(grant)
  const ask = <Row>(select: Statement): Promise<Row[]> =>
    gate.pass(project, () => openAsker({ store, limits, gone }).ask<Row>(select), gone)
  const found = { ...(await findProject(project, ask, store)), sight: sightOf(grant) }
  return { project: found, zone: zone ?? zoneOf(project), now: Date.now(), rolledUp: true, ask }
}

/** What goes wrong before the first chunk can still be told with a status. */
async function begun(chunks: AsyncGenerator<string>): Promise<AsyncIterable<string>> {
  const first = await chunks.next()
  return (async function* () {
    if (!first.done) yield first.value
    yield* chunks
  })()
}

async function* counted<Row>(
  rows: AsyncIterable<Row>,
  { onEvent }: QueryApi,
  project: string,
  request: FastifyRequest,
): AsyncGenerator<Row> {
  const started = performance.now()
  let rowsRead = 0
  for await (const row of rows) {
    noteDeed(request, { rows: ++rowsRead })
    yield row
  }
  const seconds = (performance.now() - started) / 1000
  onEvent({ name: 'query_answered', project, kind: 'export', seconds, rowsRead })
}
