/** PostHog's wire: every path its libraries have sent to, from 1.57 to today, answered as they expect. */
import { MAX_BATCH_EVENTS, MAX_BODY_BYTES } from '@firefly/protocol/limits'
import type { Grant } from '@firefly/protocol/keys'
import type { Rejection } from '@firefly/protocol/verdicts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Collecting } from '../../app.ts'
import { Refusal } from '../../errors.ts'
import { sendingGrant, tokenOf } from '../../intake/authorise.ts'
import { submit } from '../../intake/submit.ts'
import { bodyOf } from '../../routes/collect.ts'
import { discard } from '../../routes/discard.ts'
import { expectMethods, refuseAs, type Tell, tellAs } from '../../routes/refuse.ts'
import { bagOf, textIn } from '../object.ts'
import { write } from '../translated.ts'
import { type PostHogBody, readBody } from './body.ts'
import { translate } from './event.ts'
import { handshakes } from './handshake.ts'
import { ANALYTICS_PATHS, bothWays, CAPTURE_PATHS } from './paths.ts'
import { resultsOf } from './results.ts'

/** Recordings of pages, which are not kept. */
const REPLAY = { dialect: 'posthog', reason: 'session_replay', answer: { status: 1 } } as const

/** Registered as a plugin of its own, so that its way of refusing is not everybody's. */
export const posthog =
  (options: Collecting) =>
  async (app: FastifyInstance): Promise<void> => {
    app.setErrorHandler(refuseAs('posthog', options, shedding))
    handshakes(app)
    discard(app, options, bothWays('/s'), REPLAY)
    for (const url of CAPTURE_PATHS) route(app, options, url, ['GET', 'POST'], answerCapture)
    for (const url of ANALYTICS_PATHS) route(app, options, url, ['POST'], answerAnalytics)
  }

/** posthog-js throws its events away on every 4xx, so a client that should only slow down is told 503. */
const shedding: Tell = (refusal, reply) =>
  tellAs(refusal, reply, refusal.status === 429 ? 503 : refusal.status)

interface Outcome {
  events: readonly unknown[]
  accepted: number
  rejected: readonly Rejection[]
}
type Answer = (reply: FastifyReply, outcome: Outcome) => FastifyReply

/** Exactly 200, which posthog-js takes for success; with a 204 it would send again. */
const answerCapture: Answer = (reply, { accepted, rejected }) =>
  accepted === 0 && rejected.length > 0
    ? reply.code(400).send({ code: rejected[0]?.code, message: rejected[0]?.message, rejected })
    : reply.send({ status: 1 })

const answerAnalytics: Answer = (reply, { events, rejected }) =>
  reply.send({ results: resultsOf(events, rejected) })

function route(
  app: FastifyInstance,
  options: Collecting,
  url: string,
  method: ['GET', 'POST'] | ['POST'],
  answer: Answer,
): void {
  app.route({
    method,
    url,
    exposeHeadRoute: false,
    bodyLimit: MAX_BODY_BYTES,
    onRequest: async (request) => {
      const token = outside(request)
      if (token !== undefined) sendingGrant(request, options, token)
    },
    handler: (request, reply) => capture(request, reply, options, { route: url, answer }),
  })
  app.route({ method: ['PUT', 'PATCH', 'DELETE'], url, handler: expectMethods(method.join(', ')) })
}

async function capture(
  request: FastifyRequest,
  reply: FastifyReply,
  options: Collecting,
  { route, answer }: { route: string; answer: Answer },
): Promise<FastifyReply> {
  const started = performance.now()
  const receivedAt = options.clock()
  const query = request.query as Record<string, unknown>
  const encoding = request.headers['content-encoding']
  const sent = await readBody({ query, body: bodyOf(request), encoding, maxBytes: MAX_BODY_BYTES })
  const grant = sendingGrant(request, options, outside(request) ?? sent.token)
  if (sent.events.length > MAX_BATCH_EVENTS)
    throw new Refusal('too_many_events', `${sent.events.length} events, expected at most ${MAX_BATCH_EVENTS}`)
  const { batch, rejected, refused, bytes } = written(sent, request, receivedAt)
  const { dialect, reason } = REPLAY
  if (sent.events.some(isReplay)) options.onEvent({ name: 'request_discarded', dialect, reason })
  const history = isHistory(sent, grant)
  await submit(options, {
    request,
    route,
    grant,
    dialect,
    batch,
    rejected,
    refused,
    bytes,
    receivedAt,
    started,
    history,
  })
  return answer(reply, { events: sent.events, accepted: batch.accepted, rejected })
}

function written(
  sent: PostHogBody,
  { headers }: FastifyRequest,
  receivedAt: number,
): ReturnType<typeof write> {
  const stamp = Date.parse(textIn(headers['posthog-request-timestamp']) ?? '')
  const sentAt = sent.sentAt ?? (Number.isNaN(stamp) ? undefined : stamp)
  const sending = { sentAt, receivedAt, library: textIn(headers['posthog-sdk-info']) }
  return write(
    sent.events.map((event, index) => ({ index, events: isReplay(event) ? [] : translate(event, sending) })),
    sentAt,
  )
}

/** Older libraries put recordings of pages among the events. */
const isReplay = (event: unknown): boolean => textIn(bagOf(event)['event'])?.startsWith('$snapshot') ?? false

/** A key that can be checked before the body is touched. */
function outside(request: FastifyRequest): string | undefined {
  const { api_key, token } = request.query as Record<string, unknown>
  return tokenOf(request) ?? textIn(api_key) ?? textIn(token)
}

/** Times of any age are taken as they are only from whoever holds the secret key. */
const isHistory = ({ isHistory: said }: PostHogBody, grant: Grant): boolean => said && grant.kind === 'secret'
