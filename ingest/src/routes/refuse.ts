/** How a refused request is told so on the native wire, and counted. */
import type { Grant } from '@firefly/protocol/keys'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { IngestOptions } from '../app.ts'
import { markOf } from '../debug/mark.ts'
import { refusedAs } from '../debug/verdicts.ts'
import { drain } from '../drain.ts'
import { Refusal, toRefusal } from '../errors.ts'
import { senderOf } from '../intake/authorise.ts'
import type { DialectName } from '../telemetry.ts'

/** How one dialect tells of a refusal. Called once it was counted and the rest of the body is being read away. */
export type Tell = (refusal: Refusal, reply: FastifyReply) => FastifyReply

export const tell: Tell = (refusal, reply) => tellAs(refusal, reply, refusal.status)

/** With another status, for clients that take the usual one amiss. */
export function tellAs({ retryAfter, body }: Refusal, reply: FastifyReply, status: number): FastifyReply {
  // Unless it is exposed, a page of another origin may not read when to come back.
  if (retryAfter !== undefined)
    void reply.header('retry-after', retryAfter).header('access-control-expose-headers', 'retry-after')
  return reply.code(status).send(body)
}

/** Fastify's error handler of the routes of one dialect. */
export const refuseAs =
  (dialect: DialectName, options: IngestOptions, tellOf: Tell = tell) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const refusal = toRefusal(error)
    const route = request.routeOptions.url ?? 'unknown'
    const { onEvent } = options
    const sender = senderOf(request)
    if (refusal.code === 'internal') onEvent({ name: 'request_failed', route, error })
    const { code, message } = refusal
    onEvent({ name: 'request_refused', project: sender?.project, route, dialect, code, message })
    if (sender) tellRefusal(options, request, sender, refusal, dialect)
    drain(request, reply)
    return tellOf(refusal, reply)
  }

/** To whoever debugs the device that sent it. */
function tellRefusal(
  { debugging, clock }: IngestOptions,
  request: FastifyRequest,
  sender: Grant,
  refusal: Refusal,
  dialect: DialectName,
): void {
  if (!debugging || markOf(request, sender) === undefined) return
  debugging.publish(sender.project, [refusedAs(refusal, { dialect, receivedAt: clock() })])
}

type Method = 'GET' | 'POST'
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** A known address asked in the wrong way is told the right ones. A HEAD is one too: it must not count as having sent anything. */
export function refuseOthers(app: FastifyInstance, url: string, right: readonly Method[]): void {
  const methods = right.join(', ')
  app.route({
    method: METHODS.filter((method) => !right.includes(method as Method)),
    url,
    exposeHeadRoute: false,
    async handler(_request, reply): Promise<never> {
      void reply.header('allow', methods)
      throw new Refusal('method_not_allowed', `expected ${methods}`)
    },
  })
}
