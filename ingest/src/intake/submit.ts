/** The last stretch every route shares: what was judged is made durable, then counted. How it is answered is the route's. */
import type { DebugMark } from '@firefly/protocol/debug'
import type { Grant } from '@firefly/protocol/keys'
import type { BatchAnswer, RejectCode, Rejection, UnwantedReason } from '@firefly/protocol/verdicts'
import type { FastifyRequest } from 'fastify'
import { uuidv7 } from 'uuidv7'
import type { Collecting } from '../app.ts'
import { markOf } from '../debug/mark.ts'
import { verdictsOf } from '../debug/verdicts.ts'
import type { UnwantedCounts } from '../policy/policy.ts'
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
  /** Those events, in the same order. */
  refused?: readonly unknown[]
  /** The JSON the record will hold. */
  bytes: Uint8Array
  /** Unix milliseconds at which the request was read. */
  receivedAt: number
  /** `performance.now()` at the same moment. */
  started: number
  /** Event times are taken as they are. */
  history?: boolean
  /** Where the dialect itself says so. */
  mark?: DebugMark | undefined
}

/** What became of a batch: what is in the log, what was wrong, and what its project did not want. */
export type Submitted = BatchAnswer

/**
 * Resolves when durable and counted, or at once in a dry run. Throws a `Refusal`, and then nothing is acknowledged: 403 or
 * 429 when the project's settings say so, 503 when the log does not take it.
 */
export async function submit(options: Collecting, submission: Submission): Promise<Submitted> {
  const { request, grant } = submission
  const { headers, ip } = request
  const { policy } = options
  if (grant.kind === 'write') policy.admit(grant.project, headers.origin)
  const sender = { ip, userAgent: headers['user-agent'] }
  const sifted = policy.sift(grant.project, sender, submission.batch)
  const mark = submission.mark ?? markOf(request, grant)
  const { rejected = submission.batch.rejected } = submission
  const kept = { ...submission, ...sifted, rejected }
  if (mark === 'dry-run') countDryRun(options, kept)
  else await keep(options, kept)
  if (mark !== undefined) tellVerdicts(options, kept, mark)
  const { accepted } = sifted.batch
  const { unwanted } = sifted
  return { accepted, rejected: [...rejected], ...(unwanted ? { unwanted } : {}) }
}

type Sifted = Submission & { rejected: readonly Rejection[]; unwanted?: UnwantedCounts }

async function keep(options: Collecting, sifted: Sifted): Promise<void> {
  const { request, grant, batch, bytes, receivedAt, history = false } = sifted
  const { policy } = options
  // History comes once, from whoever holds the secret key.
  if (!history) policy.spend(grant.project, batch.accepted)
  const noted = policy.note(grant.project, request.ip)
  const userAgent = request.headers['user-agent']
  const origin = { grant, receivedAt, batchId: uuidv7(), noted, userAgent, history }
  const appendSeconds = await accept(options.log, batch, bytes, origin)
  count(options, { ...sifted, accepted: batch.accepted, bytes: bytes.length, appendSeconds })
}

function countDryRun({ onEvent }: Collecting, { grant, dialect, batch }: Sifted): void {
  onEvent({ name: 'events_dry_run', project: grant.project, dialect, events: batch.events.length })
}

function tellVerdicts({ debugging }: Collecting, sifted: Sifted, mark: DebugMark): void {
  if (!debugging) return
  const { project } = sifted.grant
  const judged = { ...sifted, project, dryRun: mark === 'dry-run' }
  debugging.publish(project, verdictsOf(judged, debugging))
}

export interface Counted extends Pick<Submission, 'request' | 'grant' | 'dialect' | 'started'> {
  accepted: number
  rejected: readonly Rejection[]
  unwanted?: UnwantedCounts | undefined
  bytes: number
  /** How long the log took; absent where nothing was appended. */
  appendSeconds?: number
}

/** Reports what became of the events of one request. */
export function count({ onEvent }: Collecting, counted: Counted): void {
  const { request, dialect, accepted, rejected, bytes, appendSeconds = 0 } = counted
  const { project } = counted.grant
  const route = request.routeOptions.url ?? 'unknown'
  const seconds = (performance.now() - counted.started) / 1000
  const times = { seconds, appendSeconds }
  onEvent({ name: 'batch_accepted', project, route, dialect, events: accepted, bytes, ...times })
  for (const [code, events] of byCode(rejected))
    onEvent({ name: 'events_rejected', project, dialect, code, events })
  for (const [reason, events] of Object.entries(counted.unwanted ?? {}) as [UnwantedReason, number][])
    onEvent({ name: 'events_unwanted', project, dialect, reason, events })
}

function byCode(rejected: readonly Rejection[]): Map<RejectCode, number> {
  const counts = new Map<RejectCode, number>()
  for (const { code } of rejected) counts.set(code, (counts.get(code) ?? 0) + 1)
  return counts
}
