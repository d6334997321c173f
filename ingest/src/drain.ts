/** Reads the rest of a refused body and throws it away, so that the sender gets the answer and not a broken connection. */
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Beyond this the connection is cut after all: nobody may make us read without end. */
const MOST_BYTES = 64 * 1024 * 1024

export function drain({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.readableEnded || raw.destroyed) return
  // Fastify asks for a close here, which would reset the connection while the sender still writes.
  void reply.removeHeader('connection')
  let bytes = 0
  raw.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > MOST_BYTES) raw.destroy()
  })
  raw.resume()
}
