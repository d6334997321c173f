/** What became of each event of one request, in the order in which they were sent where that is known. */
import type { DebugEvent } from '@firefly/protocol/debug'
import type { Rejection, UnwantedReason } from '@firefly/protocol/verdicts'
import { uuidv7 } from 'uuidv7'
import { bagOf } from '../dialects/object.ts'
import type { Refusal } from '../errors.ts'
import type { JudgedBatch } from '../intake/batch.ts'
import type { DialectName } from '../telemetry.ts'
import type { Debugging } from './debugging.ts'
import { NOTHING_SHOWN, type Showing, type Shown, shownOf } from './shown.ts'

export interface Judged {
  project: string
  dialect: DialectName
  /** With `unwantedFor`, the reasons for the places in `unwantedAt`. */
  batch: JudgedBatch
  bytes: Uint8Array
  /** Refused events that a dialect left out of its batch, and the reasons in the same order. */
  refused?: readonly unknown[]
  rejected: readonly Rejection[]
  receivedAt: number
  dryRun: boolean
}

export function verdictsOf(judged: Judged, { planOf, isKept }: Omit<Debugging, 'publish'>): DebugEvent[] {
  const { project, batch, refused, rejected } = judged
  const showing: Showing = {
    type: batch.type,
    context: contextIn(batch, judged.bytes),
    plan: planOf(project),
    isKept: (property) => isKept(project, property),
  }
  const common = (): Common => commonOf(judged)
  const refusals = new Map(rejected.map((rejection) => [rejection.index, rejection]))
  const unwanted = new Map(batch.unwantedAt?.map((place, at) => [place, batch.unwantedFor?.[at]]))
  const inBatch = batch.events().map((event, place): DebugEvent => {
    const rejection = refused ? undefined : refusals.get(place)
    if (rejection) return { ...common(), ...shownOf(event, showing), ...rejectedAs(rejection) }
    const reason = unwanted.get(place)
    return reason
      ? { ...common(), ...shownUnwanted(event, reason, showing), verdict: 'unwanted', code: reason }
      : { ...common(), ...shownOf(event, showing), verdict: 'accepted' }
  })
  const leftOut = (refused ?? []).map((event, at): DebugEvent => {
    const rejection = rejected[at]
    return {
      ...common(),
      ...shownOf(event, showing),
      ...(rejection ? rejectedAs(rejection) : { verdict: 'rejected' }),
    }
  })
  return [...inBatch, ...leftOut]
}

/** A request of which no event could be read, or none may come. */
export function refusedAs(
  refusal: Refusal,
  { dialect, receivedAt }: Pick<Judged, 'dialect' | 'receivedAt'>,
): DebugEvent {
  const [issue] = refusal.issues ?? []
  const message = issue ? `${refusal.message}: ${issue.path}: ${issue.message}` : refusal.message
  const field = issue ? { field: issue.path } : {}
  const common = commonOf({ dialect, receivedAt, dryRun: false })
  return { ...NOTHING_SHOWN, ...common, ...field, verdict: 'refused', code: refusal.code, message }
}

type Common = Pick<DebugEvent, 'id' | 'dialect' | 'dryRun' | 'receivedAt'>
type Known = Pick<Judged, 'dialect' | 'receivedAt' | 'dryRun'>

const commonOf = ({ dialect, receivedAt, dryRun }: Known): Common => ({
  id: uuidv7(),
  dialect,
  dryRun,
  receivedAt: new Date(receivedAt).toISOString(),
})

const rejectedAs = ({ index, code, message }: Rejection) => {
  const field = /^([\w$.]+(?: or [\w$.]+| and [\w$.]+)?): /.exec(message)?.[1]
  return { verdict: 'rejected' as const, index, code, message, ...(field === undefined ? {} : { field }) }
}

/** Of somebody who was erased nothing is shown, not even here. */
const shownUnwanted = (event: unknown, reason: UnwantedReason, showing: Showing): Shown =>
  reason === 'erased_person' ? NOTHING_SHOWN : shownOf(event, showing)

/** What the events of a batch share is read again from its bytes: this happens only when somebody debugs. */
const contextIn = ({ shape }: JudgedBatch, bytes: Uint8Array): unknown =>
  shape === 'batch' ? bagOf(JSON.parse(Buffer.from(bytes).toString('utf8')))['context'] : undefined
