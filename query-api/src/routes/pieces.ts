/** Answers that are too long for one turn: given piece by piece, for as long as somebody reads. */
import type { Statement } from '@firefly/clickhouse/sql'
import type { Grant } from '@firefly/protocol/keys'
import type { FastifyReply } from 'fastify'
import type { Asking } from '../analyses/analysis.ts'
import type { QueryApi } from '../app.ts'
import { type Asker, openAsker } from '../asker.ts'
import { QueryError } from '../errors.ts'
import { findProject } from '../identity/joins.ts'

/** Each piece waits for its turn among the questions, and has the limits of one. */
export async function askingInPieces(
  { gate, store, allowanceOf, zoneOf, sightOf }: QueryApi,
  grant: Grant,
  zone: string | undefined,
  gone: AbortSignal,
): Promise<Asking & Pick<Asker, 'read'>> {
  const { project } = grant
  const limits = allowanceOf(grant)
  const ask = <Row>(select: Statement): Promise<Row[]> =>
    gate.pass(project, () => openAsker({ store, limits, gone }).ask<Row>(select), gone)
  const read = (select: Statement): Promise<Uint8Array> =>
    gate.pass(project, () => openAsker({ store, limits, gone }).read(select), gone)
  const found = { ...(await findProject(project, ask, store)), sight: sightOf(grant) }
  return { project: found, zone: zone ?? zoneOf(project), now: Date.now(), rolledUp: true, ask, read }
}

/** What goes wrong before the first chunk can still be told with a status. */
export async function begun<Chunk extends string | Uint8Array>(
  chunks: AsyncGenerator<Chunk>,
): Promise<AsyncIterable<Chunk>> {
  const first = await chunks.next()
  return (async function* () {
    if (!first.done) yield first.value
    yield* chunks
  })()
}

/** Each holds a page of rows in memory; one project alone leaves room for another. */
const MOST_AT_ONCE = 4
const MOST_OF_ONE = 2

/** Takes a place until the answer is over. Throws a 503 where there is none. */
export function createPlaces(): (project: string, reply: FastifyReply) => void {
  const running: string[] = []
  return (project, reply) => {
    if (running.length >= MOST_AT_ONCE || running.filter((one) => one === project).length >= MOST_OF_ONE)
      throw new QueryError('overloaded', 'too many exports are running; try again')
    running.push(project)
    reply.raw.once('close', () => void running.splice(running.indexOf(project), 1))
  }
}
