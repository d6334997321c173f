/** How many bytes of bodies may be in hand at once: taken before a body is read, given back when its answer is out. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from './errors.ts'
import { LINES_ROUTE, LINES_TYPE } from './intake/lines.ts'

export interface Room {
  /** False when there is not enough left. */
  take(bytes: number): boolean
  give(bytes: number): void
  readonly taken: number
  /** How many bodies have taken it. */
  readonly bodies: number
}

/** Of all bodies that are being read, parsed or made durable together. */
const DEFAULT_BYTES = 256 * 1024 * 1024

export function createRoom(totalBytes = DEFAULT_BYTES): Room {
  let [taken, bodies] = [0, 0]
  return {
    take(bytes) {
      // A body of any legal size is taken when nothing else is in hand, or it would never be.
      if (taken > 0 && taken + bytes > totalBytes) return false
      taken += bytes
      bodies++
      return true
    },
    give(bytes) {
      taken -= bytes
      bodies--
    },
    get taken() {
      return taken
    },
    get bodies() {
      return bodies
    },
  }
}

/** Before any body of `app` is read. Who does not say how long it is takes as much as is allowed. */
export function boundBodies(app: FastifyInstance, room: Room): void {
  app.addHook('preParsing', (request, reply, _payload, done) => {
    const bytes = bytesOf(request)
    if (!room.take(bytes))
      return done(new Refusal('overloaded', 'too many bodies are being read; try again', { retryAfter: 1 }))
    // It comes after every answer, and when the client goes away before one.
    reply.raw.once('close', () => room.give(bytes))
    done()
  })
}

/** What is streamed is never held whole, so it takes the size of a chunk. */
const STREAMED_BYTES = 64 * 1024

const isStreamed = ({ routeOptions, headers }: FastifyRequest): boolean =>
  routeOptions.url === LINES_ROUTE && LINES_TYPE.test(headers['content-type'] ?? '')

function bytesOf(request: FastifyRequest): number {
  if (isStreamed(request)) return STREAMED_BYTES
  const stated = Number(request.headers['content-length'])
  return Number.isSafeInteger(stated) && stated >= 0 ? stated : request.routeOptions.bodyLimit
}
