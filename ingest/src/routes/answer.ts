/** How a judged batch is answered on the native wire, and the pixel that images ask for. */
import type { BatchAnswer } from '@firefly/protocol/verdicts'
import type { FastifyReply } from 'fastify'

/** 200 when anything was accepted or nothing was asked; 400 when every event was refused. */
export function answer(reply: FastifyReply, { accepted, rejected, unwanted }: BatchAnswer): FastifyReply {
  if (rejected.length === 0 && !unwanted) return allAccepted(reply, accepted)
  const body: BatchAnswer = unwanted ? { accepted, rejected, unwanted } : { accepted, rejected }
  return reply.code(statusOf(body)).send(body)
}

/** What nearly every answer is, so it is not written by way of an object. */
const allAccepted = (reply: FastifyReply, accepted: number): FastifyReply =>
  reply.type('application/json; charset=utf-8').send(`{"accepted":${accepted},"rejected":[]}`)

export const statusOf = ({ accepted, rejected }: BatchAnswer): 200 | 400 =>
  accepted === 0 && rejected.length > 0 ? 400 : 200

/** One transparent dot. */
const DOT = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** An image is shown whatever its status; it must not be kept, or the next event would never be sent. */
export const answerPixel = (reply: FastifyReply, status = 200): FastifyReply =>
  reply.code(status).type('image/gif').header('cache-control', 'no-store').send(DOT)
