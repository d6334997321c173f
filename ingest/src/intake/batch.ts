/** The frame around the events: what a batch, a single event or a list looks like once parsed. */
import type { EventType } from '@firefly/protocol/names'
import type { RecordHeader } from '@firefly/protocol/record'
import type { Rejection, UnwantedReason } from '@firefly/protocol/verdicts'
import { batchSchema } from '@firefly/protocol/wire'
import { z } from 'zod'
import { Refusal } from '../errors.ts'
import { textOf } from './decode.ts'
import type { Glance } from './glance/glance.ts'
import { glanceAtLines } from './glance/lines.ts'
import { judge } from './judge.ts'
import { isPlainFrame } from './plainly-valid.ts'
import { SMALL_BYTES } from './small.ts'

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
function judgeEvents(
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

type Seen = Pick<Glance, 'events' | 'device' | 'bytes'>

const eventsIn = (sent: unknown[] | { batch: unknown[] }): unknown[] =>
  Array.isArray(sent) ? sent : sent.batch

/** What was seen to be valid as it stands. */
export function judgedAtAGlance({ events: accepted, device, bytes }: Seen): JudgedBatch {
  let parsed: unknown[] | undefined
  const events = (): unknown[] => (parsed ??= eventsIn(JSON.parse(textOf(bytes))))
  return { events, device, accepted, rejected: [], shape: 'batch' }
}

/** Lines of one event each, and the JSON list that holds the same, as it goes into the record. */
export interface JudgedLines {
  batch: JudgedBatch
  bytes: Uint8Array
  lines: number
}

/** Blank lines are none. A line that is not JSON is rejected on its own. */
export function judgeLines(text: Buffer, limits: BatchLimits): JudgedLines {
  const glance = glanceAtLines(text)
  if (!glance) return parsedLines(text, limits)
  const batch: JudgedBatch = { ...judgedAtAGlance(glance), shape: 'list' }
  return { batch, bytes: glance.bytes, lines: glance.events }
}

function parsedLines(text: Buffer, limits: BatchLimits): JudgedLines {
  const lines = textOf(text)
    .split('\n')
    .filter((line) => line.trim() !== '')
  const events = lines.map(parseLine)
  const texts = lines.map((line, at) => (events[at] === undefined ? 'null' : line))
  const bytes = Buffer.from(`[${texts.join(',')}]`)
  return { batch: judgeEvents(events, bytes.length, limits, 'list'), bytes, lines: lines.length }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** One event, whose type the route knows, from a text of so many bytes. */
export function judgeSingle(value: unknown, type: EventType, bytes: number): JudgedBatch {
  const rejection = judge(value, 0, { type, measure: bytes > SMALL_BYTES })
  const rejected = rejection ? [rejection] : []
  const events = [value]
  return { events: () => events, accepted: 1 - rejected.length, rejected, shape: 'event', type }
}

const issuesOf = (error: z.ZodError): { path: string; message: string }[] =>
  error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message }))
