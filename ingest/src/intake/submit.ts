/** The last stretch every route shares: what was judged is made durable, then counted. How it is answered is the route's. */
import type { NewRecord } from '@firefly/event-log/port'
import type { DebugMark } from '@firefly/protocol/debug'
import type { Grant } from '@firefly/protocol/keys'
import type { BatchAnswer, RejectCode, Rejection, UnwantedReason } from '@firefly/protocol/verdicts'
import type { FastifyRequest } from 'fastify'
import type { Collecting } from '../app.ts'
import { markOf } from '../debug/mark.ts'
import { verdictsOf } from '../debug/verdicts.ts'
import type { Policy, UnwantedCounts } from '../policy/policy.ts'
import type { DialectName } from '../telemetry.ts'
import { append, recordOf } from './accept.ts'
import { hintsOf } from './hints.ts'
import type { JudgedBatch } from './batch.ts'

/** A judged body on its way into the log. */
export interface Submission {
  request: FastifyRequest
  /** The address as it was registered, for counting. */
  route: string
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
  const { record, counted, watched } = prepared(options, submission)
  if (watched?.mark === 'dry-run') countDryRun(options, watched)
  else count(options, counted, record ? await append(options.log, record) : 0)
  if (watched) tellVerdicts(options, watched)
  const { accepted, rejected, unwanted } = counted
  return { accepted, rejected: [...rejected], ...(unwanted ? { unwanted } : {}) }
}

interface Prepared {
  /** Absent where there is nothing to append. */
  record: NewRecord | undefined
  counted: Counted
  /** Somebody debugs this device. */
  watched: Watched | undefined
}

/** All there is to do before the disk is waited for. But for whoever debugs it holds no event, so that none stays in memory meanwhile. */
function prepared({ policy }: Collecting, submission: Submission): Prepared {
  const { request, route, grant, dialect, bytes, started } = submission
  const { headers, ip } = request
  if (grant.kind === 'write') policy.admit(grant.project, headers.origin)
  const sifted = policy.sift(grant.project, { ip, userAgent: headers['user-agent'] }, submission.batch)
  const { batch, unwanted } = sifted
  const { rejected = submission.batch.rejected } = submission
  const mark = submission.mark ?? markOf(request, grant)
  const record = mark === 'dry-run' ? undefined : recorded(policy, submission, batch)
  const { accepted } = batch
  const counted = { route, grant, dialect, started, accepted, rejected, unwanted, bytes: bytes.length }
  return { record, counted, watched: mark && { ...submission, ...sifted, rejected, mark } }
}

function recorded(policy: Policy, submission: Submission, batch: JudgedBatch): NewRecord | undefined {
  const { request, grant, bytes, receivedAt, history = false } = submission
  // History comes once, from whoever holds the secret key.
  if (!history) policy.spend(grant.project, batch.accepted)
  const noted = policy.note(grant.project, request.ip)
  const userAgent = request.headers['user-agent']
  const hints = hintsOf(request.headers)
  return recordOf(batch, bytes, { grant, receivedAt, noted, userAgent, hints, history })
}

type Watched = Submission & { rejected: readonly Rejection[]; mark: DebugMark }

function countDryRun({ onEvent }: Collecting, { grant, dialect, batch }: Watched): void {
  onEvent({ name: 'events_dry_run', project: grant.project, dialect, events: batch.events().length })
}

function tellVerdicts({ debugging }: Collecting, watched: Watched): void {
  if (!debugging) return
  const { project } = watched.grant
  const judged = { ...watched, project, dryRun: watched.mark === 'dry-run' }
  debugging.publish(project, verdictsOf(judged, debugging))
}

interface Counted extends Pick<Submission, 'route' | 'grant' | 'dialect' | 'started'> {
  accepted: number
  rejected: readonly Rejection[]
  unwanted?: UnwantedCounts | undefined
  bytes: number
}

/** Reports what became of the events of one request; the log took 0 seconds where nothing was appended. */
function count({ onEvent }: Collecting, counted: Counted, appendSeconds: number): void {
  const { route, dialect, accepted, rejected, bytes } = counted
  const { project } = counted.grant
  const seconds = (performance.now() - counted.started) / 1000
  const times = { seconds, appendSeconds }
  onEvent({ name: 'batch_accepted', project, route, dialect, events: accepted, bytes, ...times })
  if (rejected.length > 0)
    for (const [code, { events, message }] of byCode(rejected))
      onEvent({ name: 'events_rejected', project, dialect, code, events, message })
  for (const [reason, events] of Object.entries(counted.unwanted ?? NONE) as [UnwantedReason, number][])
    onEvent({ name: 'events_unwanted', project, dialect, reason, events })
}

const NONE: UnwantedCounts = {}

function byCode(rejected: readonly Rejection[]): Map<RejectCode, { events: number; message: string }> {
  const counts = new Map<RejectCode, { events: number; message: string }>()
  for (const { code, message } of rejected) {
    const known = counts.get(code)
    if (known) known.events++
    else counts.set(code, { events: 1, message })
  }
  return counts
}
