/** `POST /v1/import`: history of any age with the secret key, as one batch or as lines of any number. */
import { MAX_EVENT_BYTES } from '@firefly/protocol/limits'
import type { Rejection } from '@firefly/protocol/verdicts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Readable } from 'node:stream'
import type { IngestOptions } from '../app.ts'
import { accept } from '../intake/accept.ts'
import { grantOf, requireSecret, tokenOf } from '../intake/authorise.ts'
import { judgeBatch, judgeEvents } from '../intake/batch.ts'
import { decode } from '../intake/decode.ts'
import { readLines } from '../intake/lines.ts'
import { answer, originOf } from './answer.ts'

const LIMITS = { maxEvents: 50_000, maxEventBytes: MAX_EVENT_BYTES }
const MAX_IMPORT_BYTES = 32 * 1024 * 1024
/** So many rejections are named one by one; beyond, a stream of bad lines must not fill the memory. */
const MAX_NAMED = 1_000

export function importRoutes(app: FastifyInstance, options: IngestOptions): void {
  app.post('/v1/import', {
    bodyLimit: MAX_IMPORT_BYTES,
    onRequest: async (request) => {
      requireSecret(grantOf(options.keys, tokenOf(request)))
    },
    handler: (request, reply) =>
      Buffer.isBuffer(request.body)
        ? importBatch(request, reply, options)
        : importLines(request, reply, options),
  })
}

async function importBatch(
  request: FastifyRequest,
  reply: FastifyReply,
  options: IngestOptions,
): Promise<FastifyReply> {
  const started = performance.now()
  const grant = requireSecret(grantOf(options.keys, tokenOf(request)))
  const encoding = request.headers['content-encoding']
  const { bytes, value } = await decode(request.body as Buffer, encoding, MAX_IMPORT_BYTES)
  const batch = judgeBatch(value, bytes.length, LIMITS)
  await accept(options.log, batch, bytes, originOf(request, grant, options.clock(), true))
  return answer(reply, options, { batch, grant, bytes: bytes.length, started })
}

/** Each group of lines is durable before the next is read, so memory stays flat however long the stream is. */
async function importLines(
  request: FastifyRequest,
  reply: FastifyReply,
  options: IngestOptions,
): Promise<FastifyReply> {
  const started = performance.now()
  const grant = requireSecret(grantOf(options.keys, tokenOf(request)))
  const total = { accepted: 0, rejected: [] as Rejection[], bytes: 0, line: 0 }
  for await (const group of readLines(request.body as Readable, request.headers['content-encoding'])) {
    const batch = judgeEvents(group.events, group.bytes.length, LIMITS, 'list')
    await accept(options.log, batch, group.bytes, originOf(request, grant, options.clock(), true))
    for (const rejection of batch.rejected.slice(0, MAX_NAMED - total.rejected.length))
      total.rejected.push({ ...rejection, index: rejection.index + total.line })
    total.accepted += batch.accepted
    total.bytes += group.bytes.length
    total.line += group.events.length
  }
  return answer(reply, options, { batch: total, grant, bytes: total.bytes, started })
}
