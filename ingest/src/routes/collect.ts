/** `POST /v1/batch` and the six single-event routes: judge, append, answer. */
import { MAX_BATCH_EVENTS, MAX_BODY_BYTES, MAX_EVENT_BYTES } from '@firefly/protocol/limits'
import { EVENT_TYPES, type EventType } from '@firefly/protocol/names'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { IngestOptions } from '../app.ts'
import { accept } from '../intake/accept.ts'
import { grantOf, requireWriting, tokenOf } from '../intake/authorise.ts'
import { type JudgedBatch, judgeBatch, judgeSingle } from '../intake/batch.ts'
import { decode } from '../intake/decode.ts'
import { answer, originOf } from './answer.ts'

type Judge = (value: unknown, bytes: number) => JudgedBatch
const LIMITS = { maxEvents: MAX_BATCH_EVENTS, maxEventBytes: MAX_EVENT_BYTES }

export function collectRoutes(app: FastifyInstance, options: IngestOptions): void {
  post(app, options, '/v1/batch', (value, bytes) => judgeBatch(value, bytes, LIMITS))
  for (const type of EVENT_TYPES) post(app, options, `/v1/${type}`, single(type))
}

const single =
  (type: EventType): Judge =>
  (value) =>
    judgeSingle(value, type)

function post(app: FastifyInstance, options: IngestOptions, url: string, judge: Judge): void {
  app.post(url, {
    bodyLimit: MAX_BODY_BYTES,
    // A key outside the body is checked before a byte of the body is read.
    onRequest: async (request) => {
      const token = tokenOf(request)
      if (token !== undefined) requireWriting(grantOf(options.keys, token))
    },
    handler: (request, reply) => collect(request, reply, options, judge),
  })
}

async function collect(
  request: FastifyRequest,
  reply: FastifyReply,
  options: IngestOptions,
  judge: Judge,
): Promise<FastifyReply> {
  const started = performance.now()
  const receivedAt = options.clock()
  const { bytes, value } = await decode(
    request.body as Uint8Array,
    request.headers['content-encoding'],
    MAX_BODY_BYTES,
  )
  const grant = requireWriting(grantOf(options.keys, tokenOf(request) ?? keyInBody(value)))
  const batch = judge(value, bytes.length)
  await accept(options.log, batch, bytes, originOf(request, grant, receivedAt))
  return answer(reply, options, { batch, grant, bytes: bytes.length, started })
}

function keyInBody(value: unknown): string | undefined {
  const key = (value as { writeKey?: unknown } | null)?.writeKey
  return typeof key === 'string' ? key : undefined
}
