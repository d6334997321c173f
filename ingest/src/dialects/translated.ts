/** From another SDK's events to native ones: judged one by one, written once, and put into the log as one batch. */
import { createSlab } from '@firefly/event-log/slab'
import { MAX_EVENT_BYTES } from '@firefly/protocol/limits'
import type { Context, Event } from '@firefly/protocol/wire'
import type { Rejection } from '@firefly/protocol/verdicts'
import type { JudgedBatch } from '../intake/batch.ts'
import { judge } from '../intake/judge.ts'

/** An event on the native wire, as a dialect makes it; judged like any other afterwards. */
export type NativeEvent = { [Field in keyof Event]?: Event[Field] | undefined } & { context?: Context }

/** What became of one event of a dialect. `index` is its place in what was sent. */
export interface Translation {
  index: number
  /** Usually one; several where an event says several things at once. A thing that is no event is kept to be judged. */
  events: readonly unknown[]
}

export interface Written {
  /** The accepted alone: the refused are not in the record, so its header names none. */
  batch: JudgedBatch
  rejected: Rejection[]
  /** The refused, in the order of `rejected`. */
  refused: unknown[]
  /** `{ sentAt?, batch: […] }` holding the accepted events alone. */
  bytes: Uint8Array
}

/** Judges by the native rules; whatever is refused is left out and named by its place in what was sent. */
export function write(translations: readonly Translation[], sentAt?: number): Written {
  const judged = translations.flatMap(({ index, events }) => events.map((event) => judgedAs(event, index)))
  const bytes = bytesOf(textOf(judged, sentAt))
  // A batch that is no larger than an event may be holds none that is.
  return bytes.length <= MAX_EVENT_BYTES
    ? writtenAs(judged, bytes)
    : writeMeasured(judged.map(measured), sentAt)
}

const slab = createSlab()

/** Nearly every text has as many bytes as characters, and needs no memory of its own. */
function bytesOf(text: string): Uint8Array {
  const bytes = slab.cut(text.length)
  const { read } = encoder.encodeInto(text, bytes)
  return read === text.length ? bytes : Buffer.from(text)
}
const encoder = new TextEncoder()

interface Judged {
  index: number
  event: unknown
  rejection: Rejection | undefined
}

const judgedAs = (event: unknown, index: number): Judged => ({
  index,
  event,
  rejection: judge(event, index, { measure: false }),
})

const writeMeasured = (judged: readonly Judged[], sentAt: number | undefined): Written =>
  writtenAs(judged, bytesOf(textOf(judged, sentAt)))

function measured(one: Judged): Judged {
  if (one.rejection) return one
  const bytes = Buffer.byteLength(JSON.stringify(one.event))
  if (bytes <= MAX_EVENT_BYTES) return one
  const message = `${bytes} bytes, expected at most ${MAX_EVENT_BYTES}`
  return { ...one, rejection: { index: one.index, code: 'event_too_large', message } }
}

const isAccepted = ({ rejection }: Judged): boolean => rejection === undefined
const eventOf = ({ event }: Judged): unknown => event

function textOf(judged: readonly Judged[], sentAt: number | undefined): string {
  const batch = judged.filter(isAccepted).map(eventOf)
  return JSON.stringify(sentAt === undefined ? { batch } : { sentAt: new Date(sentAt), batch })
}

function writtenAs(judged: readonly Judged[], bytes: Uint8Array): Written {
  const events = judged.filter(isAccepted).map(eventOf)
  const refused = judged.filter((one) => !isAccepted(one))
  return {
    batch: { events: () => events, accepted: events.length, rejected: [], shape: 'batch' },
    rejected: refused.flatMap(({ rejection }) => rejection ?? []),
    refused: refused.map(eventOf),
    bytes,
  }
}
