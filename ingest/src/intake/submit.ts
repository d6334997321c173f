/** The last stretch every route shares: what was judged is made durable, then counted. How it is answered is the route's. */
import type { Grant } from '@firefly/protocol/keys'
import type { RejectCode, Rejection } from '@firefly/protocol/verdicts'
import type { FastifyRequest } from 'fastify'
import { uuidv7 } from 'uuidv7'
import type { IngestOptions } from '../app.ts'
import type { DialectName } from '../telemetry.ts'
import { accept } from './accept.ts'
import type { JudgedBatch } from './batch.ts'

/** A judged body on its way into the log. */
export interface Submission {
  request: FastifyRequest
  grant: Grant
  dialect: DialectName
  batch: JudgedBatch
  /** What was refused and is not in the batch, where a dialect left it out. */
  rejected?: readonly Rejection[]
  /** The JSON the record will hold. */
  bytes: Uint8Array
  /** Unix milliseconds at which the request was read. */
  receivedAt: number
  /** `performance.now()` at the same moment. */
  started: number
  /** Event times are taken as they are. */
  history?: boolean
}

/** Resolves when durable and counted. Throws a 503 `Refusal` when the log does not take it: nothing is then acknowledged. */
export async function submit(options: IngestOptions, submission: Submission): Promise<void> {
  const { request, grant, batch, bytes, receivedAt, history = false } = submission
  const userAgent = request.headers['user-agent']
  const origin = { grant, receivedAt, batchId: uuidv7(), ip: request.ip, userAgent, history }
  await accept(options.log, batch, bytes, origin)
  const { rejected = batch.rejected } = submission
  count(options, { ...submission, accepted: batch.accepted, rejected, bytes: bytes.length })
}

export interface Counted extends Pick<Submission, 'request' | 'grant' | 'dialect' | 'started'> {
  accepted: number
  rejected: readonly Rejection[]
  bytes: number
}

/** Reports what became of the events of one request. */
export function count({ onEvent }: IngestOptions, counted: Counted): void {
  const { request, dialect, accepted, rejected, bytes } = counted
  const { project } = counted.grant
  const route = request.routeOptions.url ?? 'unknown'
  const seconds = (performance.now() - counted.started) / 1000
  onEvent({ name: 'batch_accepted', project, route, dialect, events: accepted, bytes, seconds })
  for (const [code, events] of byCode(rejected))
    onEvent({ name: 'events_rejected', project, dialect, code, events })
}

function byCode(rejected: readonly Rejection[]): Map<RejectCode, number> {
  const counts = new Map<RejectCode, number>()
  for (const { code } of rejected) counts.set(code, (counts.get(code) ?? 0) + 1)
  return counts
}
