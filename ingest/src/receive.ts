/** Bodies as bytes, whatever their header calls them: each within the cap of its route, all together within the room. Parsed once, by us, after authorisation. */
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { cutOff, Refusal } from './errors.ts'
import { isLinesRoute, LINES_TYPE } from './intake/lines.ts'
import type { Place, Room } from './room.ts'

const PLACE = Symbol('place')
type Seated = FastifyRequest & { [PLACE]?: Place }

const USUAL_TYPES = ['application/json', 'text/plain', 'application/x-www-form-urlencoded']
/** What is streamed is never held whole, so it takes the size of a chunk. */
const STREAMED_BYTES = 64 * 1024

/** Before any route of `app`. */
export function receiveBodies(app: FastifyInstance, room: Room): void {
  app.addHook('preParsing', (request: Seated, reply, _payload, done) => {
    const place = room.enter()
    request[PLACE] = place
    // Whatever a body is called, it is looked at; a name that is none would be refused before that.
    const { headers } = request
    if (headers['content-type'] !== undefined && request.mediaType === undefined)
      delete headers['content-type']
    // It comes after every answer, and when the client goes away before one.
    reply.raw.once('close', place.leave)
    done(isStreamed(request) && !place.take(STREAMED_BYTES) ? full() : null)
  })
  app.removeAllContentTypeParsers()
  // Named ones are found at once; what '*' catches is looked for anew with each request.
  for (const type of [...USUAL_TYPES, '*']) app.addContentTypeParser(type, receive)
}

type Done = (error: Error | null, body?: Buffer) => void

/** Keeps the chunks as the socket gave them: one that is the whole body, as most are, is not copied. */
function receive(request: Seated, payload: IncomingMessage, done: Done): void {
  const { bodyLimit } = request.routeOptions
  const stated = Number(request.headers['content-length'])
  if (stated > bodyLimit) return done(tooLarge())
  const place = request[PLACE]
  const chunks: Buffer[] = []
  let [length, isOver] = [0, false]
  const end = (error: Error | null, body?: Buffer): void => {
    if (isOver) return
    isOver = true
    done(error, body)
  }
  const onData = (chunk: Buffer): void => {
    // The rest of what was refused is read away by others.
    if (isOver) return
    length += chunk.length
    if (length > bodyLimit) return end(tooLarge())
    if (place?.take(chunk.length) === false) return end(full())
    chunks.push(chunk)
  }
  const onEnd = (): void => {
    const [first] = chunks
    if (!Number.isNaN(stated) && stated !== length) return end(unlike())
    end(null, first && chunks.length === 1 ? first : Buffer.concat(chunks, length))
  }
  payload
    .on('data', onData)
    .on('end', onEnd)
    .on('error', () => end(cutOff()))
}

const tooLarge = (): Refusal => new Refusal('payload_too_large', 'the body is too large')
const unlike = (): Refusal => new Refusal('invalid_batch', 'content-length does not match the body')
const full = (): Refusal =>
  new Refusal('overloaded', 'too many bodies are being read; try again', { retryAfter: 1 })

const isStreamed = ({ routeOptions, headers }: FastifyRequest): boolean =>
  isLinesRoute(routeOptions.url) && LINES_TYPE.test(headers['content-type'] ?? '')
