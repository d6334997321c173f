/** The frame around the events: what a batch, a single event or a list looks like once parsed. */
import type { EventType } from '@firefly/protocol/names'
import type { RecordHeader } from '@firefly/protocol/record'
import type { Rejection, UnwantedReason } from '@firefly/protocol/verdicts'
import { batchSchema } from '@firefly/protocol/wire'
import { z } from 'zod'
import { Refusal } from '../errors.ts'
import { textOf } from './decode.ts'
import type { Glance } from './glance/glance.ts'
import { judge } from './judge.ts'
import { isPlainFrame } from './plainly-valid.ts'

const compiled = z.compile(batchSchema, { strict: true })

/** A body whose events have been judged. */
export interface JudgedBatch {
  /** As they were sent; parsed no earlier than now where a glance was enough to judge them. */
  events: () => unknown[]
  /** Of the first event, where it is known without looking. */
  device?: string
  accepted: number
  rejected: Rejection[]
  /** Places of events that are valid, and not wanted by their project. */
  unwantedAt?: number[]
  /** Why, in the same order. */
  unwantedFor?: UnwantedReason[]
  shape: RecordHeader['shape']
  type?: EventType
}

export interface BatchLimits {
  maxEvents: number
  maxEventBytes: number
}

/** `{ batch: […] }`. Throws a `Refusal` when the frame itself cannot be understood. */
export function judgeBatch(value: unknown, bytes: number, limits: BatchLimits): JudgedBatch {
  const parsed = isPlainFrame(value) ? undefined : compiled.safeParse(value)
  if (parsed?.success === false)
    throw new Refusal('invalid_batch', 'the batch cannot be understood', { issues: issuesOf(parsed.error) })
  return judgeEvents((value as { batch: unknown[] }).batch, bytes, limits, 'batch')
}

/** A list of events that share nothing (lines of an import). */
export function judgeEvents(
  events: unknown[],
  bytes: number,
  { maxEvents, maxEventBytes }: BatchLimits,
  shape: 'batch' | 'list',
): JudgedBatch {
  if (events.length > maxEvents)
    throw new Refusal(
      'too_many_events',
      `${events.length} events, expected at most ${maxEvents} in one request`,
    )
  const rejected: Rejection[] = []
  const judging = { measure: bytes > maxEventBytes }
  events.forEach((event, index) => {
    const rejection = judge(event, index, judging)
    if (rejection) rejected.push(rejection)
  })
  return { events: () => events, accepted: events.length - rejected.length, rejected, shape }
}

/** What was seen to be valid as it stands. */
export function judgedAtAGlance({ events: accepted, device, bytes }: Glance): JudgedBatch {
  let parsed: unknown[] | undefined
  const events = (): unknown[] => (parsed ??= (JSON.parse(textOf(bytes)) as { batch: unknown[] }).batch)
  return { events, device, accepted, rejected: [], shape: 'batch' }
}

/** One event, whose type the route knows. */
export function judgeSingle(value: unknown, type: EventType): JudgedBatch {
  const rejection = judge(value, 0, { type, measure: true })
  const rejected = rejection ? [rejection] : []
  const events = [value]
  return { events: () => events, accepted: 1 - rejected.length, rejected, shape: 'event', type }
}

const issuesOf = (error: z.ZodError): { path: string; message: string }[] =>
  error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message }))
