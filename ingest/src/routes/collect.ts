/** `POST /v1/batch`, the six single-event routes, and their short names: judge, append, answer. */
import type { IncomingHttpHeaders } from 'node:http'
import { MAX_BATCH_EVENTS, MAX_BODY_BYTES, MAX_EVENT_BYTES } from '@firefly/protocol/limits'
import { EVENT_TYPES, type EventType } from '@firefly/protocol/names'
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Collecting } from '../app.ts'
import { rudderstackIn } from '../dialects/rudderstack/translate.ts'
import { dialectOf, libraryIn, SHORT_ROUTES } from '../dialects/segment/wire.ts'
import { keyInBody, senderOf, sendingGrant, tokenOf } from '../intake/authorise.ts'
import { type JudgedBatch, judgeBatch, judgedAtAGlance, judgeSingle } from '../intake/batch.ts'
import { inUtf8 } from '../intake/charset.ts'
import { type Decoded, decodePlain } from '../intake/decode.ts'
import { decompress, isPlain } from '../intake/decompress.ts'
import { type Glance, glanceAt } from '../intake/glance/glance.ts'
import { type Submission, submit } from '../intake/submit.ts'
import { createUnseal, isSealed } from '../intake/unseal.ts'
import type { DialectName } from '../telemetry.ts'
import { answer } from './answer.ts'
import { bothWays } from './both-ways.ts'
import { refuseOthers } from './refuse.ts'

type Needs = Collecting & { unseal: ReturnType<typeof createUnseal> }
type Judge = (value: unknown, bytes: number) => JudgedBatch
interface Door {
  route: string
  judge: Judge
  /** Its bodies are batches, nearly all of which are judged at a glance. */
  glances: boolean
}
/** How a route collects. */
interface Collector {
  bodyLimit: number
  onRequest: onRequestHookHandler
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
}
/** A body on its way to `submit`. */
type Understood = Pick<Submission, 'dialect' | 'batch' | 'bytes'>
export const LIMITS = { maxEvents: MAX_BATCH_EVENTS, maxEventBytes: MAX_EVENT_BYTES }

const needsOf = (options: Collecting): Needs => ({
  ...options,
  unseal: createUnseal(options.sealKeys ?? new Map<string, string>()),
})

export function collectRoutes(app: FastifyInstance, options: Collecting): void {
  const needs = needsOf(options)
  for (const route of ['/v1/batch', '/v1/b', '/beacon/v1/batch'])
    post(app, needs, { route, judge: many, glances: true })
  for (const type of EVENT_TYPES)
    post(app, needs, { route: `/v1/${type}`, judge: single(type), glances: false })
  for (const [short, type] of SHORT_ROUTES)
    post(app, needs, { route: `/v1/${short}`, judge: single(type), glances: false })
}

const many: Judge = (value, bytes) => judgeBatch(value, bytes, LIMITS)
const single =
  (type: EventType): Judge =>
  (value, bytes) =>
    judgeSingle(value, type, bytes)

function post(app: FastifyInstance, options: Needs, door: Door): void {
  for (const url of bothWays(door.route)) {
    app.post(url, collecting(options, door))
    refuseOthers(app, url, ['POST'])
  }
}

const collecting = (options: Needs, door: Door): Collector => ({
  bodyLimit: MAX_BODY_BYTES,
  // A key outside the body is checked before a byte of the body is read.
  onRequest: (request, _reply, done) => {
    const token = tokenOf(request)
    if (token !== undefined) sendingGrant(request, options, token)
    done()
  },
  handler: (request, reply) => collect(request, reply, options, door),
})

/** Batches of what happens now, at another address than ours. */
export const collectingAt = (options: Collecting, route: string): Collector =>
  collecting(needsOf(options), { route, judge: many, glances: true })

/** Waits for nothing but what takes time: nearly every body is neither packed nor sealed. */
async function collect(
  request: FastifyRequest,
  reply: FastifyReply,
  options: Needs,
  door: Door,
): Promise<void> {
  const started = performance.now()
  const receivedAt = options.clock()
  const body = bodyOf(request)
  const { headers } = request
  const encoding = headers['content-encoding']
  const plain = isPlain(body, encoding) ? body : await decompress(body, encoding, MAX_BODY_BYTES)
  const bytes = inUtf8(plain, headers['content-type'])
  const glance = door.glances ? glanceOf(bytes, headers) : undefined
  const sent = glance ?? decodePlain(bytes, headers)
  const grant = senderOf(request) ?? sendingGrant(request, options, keyIn(sent))
  const understood = isParsed(sent)
    ? understand(isSealed(sent.value) ? await options.unseal(sent, MAX_BODY_BYTES) : sent, request, door)
    : plainly(sent)
  const { route } = door
  return answer(reply, await submit(options, { request, route, grant, receivedAt, started, ...understood }))
}

/** RudderStack's headers may say what is not in the body, which is put there by others. */
function glanceOf(bytes: Uint8Array, { anonymousid, sentat }: IncomingHttpHeaders): Glance | undefined {
  const glance = glanceAt(bytes)
  const { lacksDevice = false, lacksTime = false } = glance?.rudderstack ?? {}
  const isWhole = !(lacksDevice && anonymousid !== undefined) && !(lacksTime && sentat !== undefined)
  return isWhole ? glance : undefined
}

const isParsed = (sent: Glance | Decoded): sent is Decoded => 'value' in sent
const keyIn = (sent: Glance | Decoded): string | undefined =>
  isParsed(sent) ? keyInBody(sent.value) : sent.writeKey

const plainly = (glance: Glance): Understood => ({
  dialect: glance.rudderstack ? 'rudderstack' : dialectOf(glance.library),
  batch: judgedAtAGlance(glance),
  bytes: glance.bytes,
})

function understand(opened: Decoded, request: FastifyRequest, { judge }: Door): Understood {
  const { dialect, bytes, value } = spoken(opened, request)
  return { dialect, batch: judge(value, bytes.length), bytes }
}

/** The native wire goes on byte by byte; what RudderStack puts elsewhere is put in its place, and written anew. */
function spoken(sent: Decoded, { headers }: FastifyRequest): Decoded & { dialect: DialectName } {
  const value = rudderstackIn(sent.value, headers)
  if (value !== undefined) return { value, bytes: Buffer.from(JSON.stringify(value)), dialect: 'rudderstack' }
  return { ...sent, dialect: dialectOf(libraryIn(sent.value)) }
}

/** Absent when the request had no body at all. */
export const bodyOf = ({ body }: FastifyRequest): Uint8Array => (body as Uint8Array | undefined) ?? NOTHING
const NOTHING = new Uint8Array(0)
