/** `POST /v1/import`: history of any age with the secret key, as one batch or as lines of any number; and what libraries of Segment's send there. */
import { MAX_EVENT_BYTES } from '@firefly/protocol/limits'
import { type Rejection, UNWANTED_REASONS } from '@firefly/protocol/verdicts'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Collecting } from '../app.ts'
import { isSegmentAgent } from '../dialects/segment/wire.ts'
import { Refusal } from '../errors.ts'
import { requireSecret, senderOf, sendingGrant, tokenOf } from '../intake/authorise.ts'
import { type JudgedLines, judgeBatch, judgeLines } from '../intake/batch.ts'
import { decode } from '../intake/decode.ts'
import { LINES_ROUTE, LINES_TYPE, readLines } from '../intake/lines.ts'
import { type Submission, type Submitted, submit } from '../intake/submit.ts'
import type { UnwantedCounts } from '../policy/policy.ts'
import { oneAhead } from '../intake/one-ahead.ts'
import { answer } from './answer.ts'
import { bothWays } from './both-ways.ts'
import { bodyOf, collectingAt } from './collect.ts'
import { refuseOthers } from './refuse.ts'

const LIMITS = { maxEvents: 50_000, maxEventBytes: MAX_EVENT_BYTES }
const MAX_IMPORT_BYTES = 32 * 1024 * 1024
/** So many rejections are named one by one; beyond, a stream of bad lines must not fill the memory. */
const MAX_NAMED = 1_000
/** Of an import, in every event that reports on it. */
const HISTORY = { route: LINES_ROUTE, dialect: 'native', history: true } as const

/** In a scope of their own: no other address is given a body as a stream. */
export const importRoutes =
  (options: Collecting): FastifyPluginAsync =>
  async (app) => {
    const live = collectingAt(options, LINES_ROUTE)
    app.addContentTypeParser(LINES_TYPE, (_request, stream, done) => done(null, stream))
    for (const url of bothWays(LINES_ROUTE)) {
      app.post(url, {
        bodyLimit: MAX_IMPORT_BYTES,
        onRequest: async (request) => {
          const token = tokenOf(request)
          // Segment's Java library has its key in the body.
          if (token === undefined && mayBeLive(request)) return
          const grant = sendingGrant(request, options, token)
          if (!mayBeLive(request)) requireSecret(grant)
        },
        handler: (request, reply) => {
          if (isStream(request.body)) return importLines(request, reply, options)
          const isLive = senderOf(request)?.kind !== 'secret' && mayBeLive(request)
          return isLive ? collectLive(request, reply, live) : importBatch(request, reply, options)
        },
      })
      refuseOthers(app, url, ['POST'])
    }
  }

/** Several of Segment's libraries send what happens now to this address, with the write key. */
const mayBeLive = ({ headers }: FastifyRequest): boolean =>
  isSegmentAgent(headers['user-agent']) && !LINES_TYPE.test(headers['content-type'] ?? '')

async function collectLive(
  request: FastifyRequest,
  reply: FastifyReply,
  { bodyLimit, handler }: ReturnType<typeof collectingAt>,
): Promise<void> {
  if (bodyOf(request).length > bodyLimit)
    throw new Refusal('payload_too_large', `the body is too large: expected at most ${bodyLimit} bytes`)
  return handler(request, reply)
}

const isStream = (body: unknown): body is Readable => body !== undefined && !Buffer.isBuffer(body)

async function importBatch(
  request: FastifyRequest,
  reply: FastifyReply,
  options: Collecting,
): Promise<FastifyReply> {
  const started = performance.now()
  const receivedAt = options.clock()
  const grant = requireSecret(sendingGrant(request, options, tokenOf(request)))
  const { bytes, value } = await decode(bodyOf(request), request.headers, MAX_IMPORT_BYTES)
  const batch = judgeBatch(value, bytes.length, LIMITS)
  return answer(
    reply,
    await submit(options, { request, grant, batch, bytes, receivedAt, started, ...HISTORY }),
  )
}

/** Each group of lines is durable before the next but one is read, so memory stays flat however long the stream is. */
async function importLines(
  request: FastifyRequest,
  reply: FastifyReply,
  options: Collecting,
): Promise<FastifyReply> {
  let started = performance.now()
  const grant = requireSecret(sendingGrant(request, options, tokenOf(request)))
  const total = { accepted: 0, rejected: [] as Rejection[], unwanted: {} as UnwantedCounts, line: 0 }
  const read = readLines(request.body as Readable, request.headers['content-encoding'])
  for await (const { batch, bytes, lines } of oneAhead(judged(read))) {
    const receivedAt = options.clock()
    const group = { request, grant, batch, bytes, receivedAt, started, ...HISTORY }
    const kept = await submitInTime(options, group)
    for (const rejection of batch.rejected.slice(0, MAX_NAMED - total.rejected.length))
      total.rejected.push({ ...rejection, index: rejection.index + total.line })
    total.accepted += kept.accepted
    addUp(total.unwanted, kept.unwanted)
    total.line += lines
    started = performance.now()
  }
  const { unwanted, ...rest } = total
  return answer(reply, Object.keys(unwanted).length > 0 ? total : rest)
}

async function* judged(groups: AsyncIterable<Buffer>): AsyncGenerator<JudgedLines> {
  for await (const lines of groups) if (lines.length > 0) yield judgeLines(lines, LIMITS)
}

/** Shorter than the silence after which a connection is closed, as nothing is read of it meanwhile. */
const MOST_WAITS = 30

/** While the log has no room the stream waits, and so does its sender: sent again it would be longer than before. */
async function submitInTime(options: Collecting, group: Submission): Promise<Submitted> {
  for (let waits = 0; ; waits++)
    try {
      return await submit(options, group)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'overloaded' || waits >= MOST_WAITS) throw error
      await sleep((error.retryAfter ?? 1) * 1_000)
    }
}

function addUp(total: UnwantedCounts, more: UnwantedCounts = {}): void {
  for (const reason of UNWANTED_REASONS) if (more[reason]) total[reason] = (total[reason] ?? 0) + more[reason]
}
