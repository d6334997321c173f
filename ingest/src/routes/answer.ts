/** How a judged batch is answered and counted; shared by collecting and importing. */
import type { Grant } from '@firefly/protocol/keys'
import type { BatchAnswer, RejectCode } from '@firefly/protocol/verdicts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { uuidv7 } from 'uuidv7'
import type { IngestOptions } from '../app.ts'
import type { Origin } from '../intake/accept.ts'

export interface Judged {
  batch: Pick<BatchAnswer, 'accepted' | 'rejected'>
  grant: Grant
  bytes: number
  started: number
}

/** 200 when anything was accepted or nothing was asked; 400 when every event was refused. */
export function answer(reply: FastifyReply, { onEvent }: IngestOptions, judged: Judged): FastifyReply {
  const { accepted, rejected } = judged.batch
  const { project } = judged.grant
  const route = reply.request.routeOptions.url ?? 'unknown'
  const seconds = (performance.now() - judged.started) / 1000
  onEvent({ name: 'batch_accepted', project, route, events: accepted, bytes: judged.bytes, seconds })
  for (const [code, events] of byCode(rejected)) onEvent({ name: 'events_rejected', project, code, events })
  const body: BatchAnswer = { accepted, rejected }
  return reply.code(accepted === 0 && rejected.length > 0 ? 400 : 200).send(body)
}

export const originOf = (
  request: FastifyRequest,
  grant: Grant,
  receivedAt: number,
  history = false,
): Origin => ({
  grant,
  receivedAt,
  batchId: uuidv7(),
  ip: request.ip,
  userAgent: request.headers['user-agent'],
  history,
})

function byCode(rejected: BatchAnswer['rejected']): Map<RejectCode, number> {
  const counts = new Map<RejectCode, number>()
  for (const { code } of rejected) counts.set(code, (counts.get(code) ?? 0) + 1)
  return counts
}
