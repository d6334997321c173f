/** `GET /v1/pixel/{type}?data=…` and RudderStack's `GET /pixel/v1/{type}?…`: one event in the address of an image. */
import { EVENT_TYPES, type EventType } from '@firefly/protocol/names'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Collecting } from '../app.ts'
import { fromBase64, looksLikeJson, parseJson } from '../dialects/payload.ts'
import { eventInQuery } from '../dialects/rudderstack/pixel.ts'
import { Refusal } from '../errors.ts'
import { sendingGrant, tokenOf } from '../intake/authorise.ts'
import { judgeSingle } from '../intake/batch.ts'
import { submit } from '../intake/submit.ts'
import type { DialectName } from '../telemetry.ts'
import { answerPixel, statusOf } from './answer.ts'
import { bothWays } from './both-ways.ts'
import { refuseOthers } from './refuse.ts'

interface Pixel {
  dialect: DialectName
  /** The event in the query string. Throws a `Refusal` when there is none. */
  read: (query: Record<string, unknown>) => unknown
}

export function pixelRoutes(app: FastifyInstance, options: Collecting): void {
  for (const type of EVENT_TYPES) {
    for (const url of bothWays(`/v1/pixel/${type}`))
      get(app, options, url, type, { dialect: 'native', read: eventInData })
    for (const url of bothWays(`/pixel/v1/${type}`))
      get(app, options, url, type, { dialect: 'rudderstack', read: eventInQuery })
  }
}

function get(app: FastifyInstance, options: Collecting, url: string, type: EventType, pixel: Pixel): void {
  // A HEAD asks about an image and must not count as having seen it.
  app.get(url, { exposeHeadRoute: false }, (request, reply) =>
    see(request, reply, options, { route: url, type, ...pixel }),
  )
  refuseOthers(app, url, ['GET'])
}

async function see(
  request: FastifyRequest,
  reply: FastifyReply,
  options: Collecting,
  { route, type, dialect, read }: Pixel & { route: string; type: EventType },
): Promise<FastifyReply> {
  const started = performance.now()
  const receivedAt = options.clock()
  const event = read(request.query as Record<string, unknown>)
  const token = tokenOf(request) ?? (event as { writeKey?: string } | null)?.writeKey
  const grant = sendingGrant(request, options, token)
  const bytes = Buffer.from(JSON.stringify(event))
  const batch = judgeSingle(event, type, bytes.length)
  const kept = await submit(options, { request, route, grant, dialect, batch, bytes, receivedAt, started })
  return answerPixel(reply, statusOf(kept))
}

/** `data` is the event's JSON in base64, of either alphabet, or as it is. */
function eventInData({ data }: Record<string, unknown>): unknown {
  if (typeof data !== 'string' || data === '')
    throw new Refusal('invalid_batch', 'data: expected the JSON of one event, in base64')
  return parseJson(looksLikeJson(data) ? Buffer.from(data) : fromBase64(data))
}
