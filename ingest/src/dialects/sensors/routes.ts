/** Sensors' wire: `/sa`, `/sa.gif` and `/debug`, answered as its SDKs expect, or not at all. */
import { MAX_BATCH_EVENTS, MAX_BODY_BYTES } from '@firefly/protocol/limits'
import type { DebugMark } from '@firefly/protocol/debug'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Collecting } from '../../app.ts'
import { Refusal } from '../../errors.ts'
import { sendingGrant, tokenOf } from '../../intake/authorise.ts'
import { type Submission, submit } from '../../intake/submit.ts'
import { answer, answerPixel, statusOf } from '../../routes/answer.ts'
import { bodyOf } from '../../routes/collect.ts'
import { bothWays } from '../../routes/both-ways.ts'
import { refuseAs, refuseOthers, tell, type Tell } from '../../routes/refuse.ts'
import { textIn } from '../object.ts'
import { write } from '../translated.ts'
import { openBody, parseBody, type SensorsRequest, tokenIn } from './body.ts'
import { translate } from './event.ts'
import { glanceAt } from './glance.ts'

/** Registered as a plugin of its own, so that its way of refusing is not everybody's. */
export const sensors =
  (options: Collecting) =>
  async (app: FastifyInstance): Promise<void> => {
    app.setErrorHandler(refuseAs('sensors', options, silence))
    for (const url of bothWays('/sa')) route(app, options, url, 'plain')
    for (const url of bothWays('/sa.gif')) route(app, options, url, 'pixel')
    for (const url of bothWays('/debug')) route(app, options, url, 'debug')
  }

type Manner = 'plain' | 'pixel' | 'debug'

/** Mini-programs take any answer, even a 500, for delivered. Whoever should send again must get none. */
const silence: Tell = (refusal, reply) => {
  if (refusal.status < 500 && refusal.status !== 429) return tell(refusal, reply)
  reply.hijack()
  reply.raw.destroy()
  return reply
}

function route(app: FastifyInstance, options: Collecting, url: string, manner: Manner): void {
  app.route({
    method: ['GET', 'POST'],
    url,
    exposeHeadRoute: false,
    bodyLimit: MAX_BODY_BYTES,
    onRequest: async (request) => {
      const token = outside(request)
      if (token !== undefined) sendingGrant(request, options, token)
    },
    handler: (request, reply) => collect(request, reply, options, { route: url, manner }),
  })
  refuseOthers(app, url, ['GET', 'POST'])
}

async function collect(
  request: FastifyRequest,
  reply: FastifyReply,
  options: Collecting,
  { route, manner }: { route: string; manner: Manner },
): Promise<FastifyReply> {
  const started = performance.now()
  const receivedAt = options.clock()
  const asked: SensorsRequest = {
    query: request.query as Record<string, unknown>,
    body: bodyOf(request),
    encoding: request.headers['content-encoding'],
    maxBytes: MAX_BODY_BYTES,
    secretKeys: options.sensorsKeys ?? new Map<string, string>(),
  }
  const json = await openBody(asked)
  const { grant, ...written } =
    glanced(json, request, options, receivedAt) ?? (await parsed(json, request, options, asked, receivedAt))
  const mark = manner === 'debug' ? debugMarkOf(request) : undefined
  await submit(options, { request, route, grant, dialect: 'sensors', receivedAt, started, mark, ...written })
  return answered(reply, written, manner)
}

/** A body on its way to `submit`. */
type Understood = Pick<Submission, 'grant' | 'batch' | 'rejected' | 'refused' | 'bytes'>

/** `undefined` where the body has to be parsed to be understood, or to find whose it is. */
function glanced(
  json: Uint8Array,
  request: FastifyRequest,
  options: Collecting,
  receivedAt: number,
): Understood | undefined {
  const token = outside(request)
  const glance = token === undefined ? undefined : glanceAt(json, receivedAt)
  return glance && { grant: sendingGrant(request, options, token), ...glance }
}

async function parsed(
  json: Uint8Array,
  request: FastifyRequest,
  options: Collecting,
  asked: SensorsRequest,
  receivedAt: number,
): Promise<Understood> {
  const events = await parseBody(json, asked)
  const grant = sendingGrant(request, options, outside(request) ?? tokenIn(events))
  if (events.length > MAX_BATCH_EVENTS)
    throw new Refusal('too_many_events', `${events.length} events, expected at most ${MAX_BATCH_EVENTS}`)
  return {
    grant,
    ...write(events.map((event, index) => ({ index, events: translate(event, receivedAt) }))),
  }
}

/** An image where one was asked for, else nothing; the debug address answers `{}`, and says what was wrong where theirs would. */
function answered(
  reply: FastifyReply,
  { batch, rejected: refused = [] }: Omit<Understood, 'grant'>,
  manner: Manner,
): FastifyReply {
  const rejected = [...refused]
  const outcome = { accepted: batch.accepted, rejected }
  if (manner === 'debug') return rejected.length > 0 ? reply.code(400).send(outcome) : reply.send({})
  if (manner === 'pixel' && reply.request.method === 'GET') return answerPixel(reply, statusOf(outcome))
  return statusOf(outcome) === 200 ? reply.send('') : answer(reply, outcome)
}

/** Whoever sends to the debug address is being debugged. */
const debugMarkOf = ({ headers }: FastifyRequest): DebugMark =>
  textIn(headers['dry-run'])?.toLowerCase() === 'true' ? 'dry-run' : 'watch'

/** A key that can be checked before the body is touched. */
function outside(request: FastifyRequest): string | undefined {
  const { token, project } = request.query as Record<string, unknown>
  return tokenOf(request) ?? textIn(token) ?? textIn(project)
}
