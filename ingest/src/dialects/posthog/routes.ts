/** PostHog's wire: every path its libraries have sent to, from 1.57 to today, answered as they expect. */
import { MAX_BATCH_EVENTS, MAX_BODY_BYTES } from '@firefly/protocol/limits'
import type { Rejection } from '@firefly/protocol/verdicts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Collecting } from '../../app.ts'
import { Refusal } from '../../errors.ts'
import { sendingGrant, tokenOf } from '../../intake/authorise.ts'
import { type Submission, submit } from '../../intake/submit.ts'
import { bothWays } from '../../routes/both-ways.ts'
import { bodyOf } from '../../routes/collect.ts'
import { discard } from '../../routes/discard.ts'
import { refuseAs, refuseOthers, type Tell, tellAs } from '../../routes/refuse.ts'
import { type Bag, textIn } from '../object.ts'
import { write } from '../translated.ts'
import { openBody, parseBody, sentAtIn, tokenIn } from './body.ts'
import { isReplay, translate } from './event.ts'
import { type Asked, glanceAt } from './glance.ts'
import { handshakes } from './handshake.ts'
import { ANALYTICS_PATHS, CAPTURE_PATHS } from './paths.ts'
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
    for (const url of CAPTURE_PATHS)
      route(app, options, { route: url, answer: answerCapture, glances: true }, ['GET', 'POST'])
    // The answer names each event.
    for (const url of ANALYTICS_PATHS)
      route(app, options, { route: url, answer: answerAnalytics, glances: false }, ['POST'])
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

interface Manner {
  route: string
  answer: Answer
  /** Its bodies are looked at before they are parsed. */
  glances: boolean
}

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
  manner: Manner,
  method: ['GET', 'POST'] | ['POST'],
): void {
  const { route: url } = manner
  app.route({
    method,
    url,
    exposeHeadRoute: false,
    bodyLimit: MAX_BODY_BYTES,
    onRequest: async (request) => {
      const token = outside(request)
      if (token !== undefined) sendingGrant(request, options, token)
    },
    handler: (request, reply) => capture(request, reply, options, manner),
  })
  refuseOthers(app, url, method)
}

async function capture(
  request: FastifyRequest,
  reply: FastifyReply,
  options: Collecting,
  { route, answer, glances }: Manner,
): Promise<FastifyReply> {
  const started = performance.now()
  const receivedAt = options.clock()
  const query = request.query as Record<string, unknown>
  const encoding = request.headers['content-encoding']
  const json = await openBody({ query, body: bodyOf(request), encoding, maxBytes: MAX_BODY_BYTES })
  const told = toldBy(request, receivedAt)
  const { grant, ...understood } =
    (glances && glanced(json, request, options, told)) || parsed(json, request, options, told)
  await submit(options, { request, route, grant, dialect: 'posthog', receivedAt, started, ...understood })
  const { batch, rejected = [], sent = NO_EVENTS } = understood
  return answer(reply, { events: sent, accepted: batch.accepted, rejected })
}

const NO_EVENTS: readonly unknown[] = []

/** What a request says of all its events beside them. */
function toldBy({ headers, query }: FastifyRequest, receivedAt: number): Asked {
  const stamp = Date.parse(textIn(headers['posthog-request-timestamp']) ?? '')
  const sentAtOf = (said: string | undefined): number | undefined =>
    sentAtIn(said, query as Bag) ?? (Number.isNaN(stamp) ? undefined : stamp)
  return { sentAtOf, receivedAt, library: textIn(headers['posthog-sdk-info']) }
}

/** A body on its way to `submit`. */
interface Understood
  extends Pick<Submission, 'grant' | 'batch' | 'rejected' | 'refused' | 'bytes' | 'history'> {
  /** Its events as they came. */
  sent?: readonly unknown[]
}

/** `undefined` where the body has to be parsed to be understood, or to find whose it is. */
function glanced(
  json: Uint8Array,
  request: FastifyRequest,
  options: Collecting,
  told: Asked,
): Understood | undefined {
  const glance = glanceAt(json, told)
  if (!glance) return undefined
  const query = request.query as Bag
  const token = outside(request) ?? glance.token ?? tokenIn(query) ?? glance.tokenOfEvent
  if (token === undefined) return undefined
  return { grant: sendingGrant(request, options, token), batch: glance.batch, bytes: glance.bytes }
}

function parsed(
  json: Uint8Array,
  request: FastifyRequest,
  options: Collecting,
  { sentAtOf, ...told }: Asked,
): Understood {
  const { events, token, said, isHistory } = parseBody(json, request.query as Bag)
  const grant = sendingGrant(request, options, outside(request) ?? token)
  if (events.length > MAX_BATCH_EVENTS)
    throw new Refusal('too_many_events', `${events.length} events, expected at most ${MAX_BATCH_EVENTS}`)
  const { dialect, reason } = REPLAY
  if (events.some(isReplay)) options.onEvent({ name: 'request_discarded', dialect, reason })
  const sending = { ...told, sentAt: sentAtOf(said) }
  const translations = events.map((event, index) => ({
    index,
    events: isReplay(event) ? [] : translate(event, sending),
  }))
  // Times of any age are taken as they are only from whoever holds the secret key.
  const history = isHistory && grant.kind === 'secret'
  return { grant, history, sent: events, ...write(translations, sending.sentAt) }
}

/** A key that can be checked before the body is touched. */
function outside(request: FastifyRequest): string | undefined {
  const { api_key, token } = request.query as Record<string, unknown>
  return tokenOf(request) ?? textIn(api_key) ?? textIn(token)
}
