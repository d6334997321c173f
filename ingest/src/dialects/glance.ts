/**
 * What glances at other SDKs' bodies share: one event after the other is written as a native one right from its bytes or, where
 * it is not certain what it means, parsed and translated by itself.
 */
import { MAX_BATCH_EVENTS } from '@firefly/protocol/limits'
import { type JudgedBatch, judgedAtAGlance } from '../intake/batch.ts'
import { afterBlanks, afterComma, afterValue, load, loaded, MOST_BYTES } from '../intake/glance/json.ts'
import { beginWriting, placeWritten, write, writeFrom, written } from '../intake/glance/written.ts'
import { judge } from '../intake/judge.ts'
import { SMALL_BYTES } from '../intake/small.ts'
import { isObject, type Bag } from './object.ts'
import type { NativeEvent } from './translated.ts'

export interface Glancing {
  /** From its first byte to behind its last, with all of it written; `NO` where it has to be parsed to be understood. */
  afterPlain: (at: number, level: number) => number
  /** Of the event written last. */
  device: () => string
  /** What a parsed event means; `undefined` where the whole body is for others. */
  translate: (sent: Bag) => readonly unknown[] | undefined
}

const bytes = loaded
const [NO, OPEN_BRACKET, CLOSE_BRACKET] = [-1, 0x5b, 0x5d]
const [BEGIN, COMMA] = [Buffer.from('{"batch":['), Buffer.from(',')]

/** What is written so far: `sent` and `events` differ where one event says several things, or none. */
const batch = { sent: 0, events: 0, device: undefined as string | undefined }
export const isFirst = (): boolean => batch.sent === 0

/** The place where it begins; `NO` for a body that is too large for this. */
export function beginBatch(body: Uint8Array): number {
  if (body.length > MOST_BYTES) return NO
  load(body)
  beginWriting()
  Object.assign(batch, { sent: 0, events: 0, device: undefined })
  write(BEGIN)
  return afterBlanks(0)
}

/** `end` is what was passed over up to, `closing` what follows the events. */
export function endBatch(
  body: Uint8Array,
  end: number,
  closing: string,
): { batch: JudgedBatch; bytes: Uint8Array } | undefined {
  const { events, device = '' } = batch
  if (end === NO || afterBlanks(end) !== body.length || events === 0) return undefined
  write(Buffer.from(closing))
  const whole = written()
  return whole && { batch: judgedAtAGlance({ events, device, bytes: whole }), bytes: whole }
}

/** From the opening bracket of a list to behind the closing one. */
export function afterEvents(at: number, level: number, glancing: Glancing): number {
  let next = bytes[at] === OPEN_BRACKET ? afterBlanks(at + 1) : NO
  while (next !== NO) {
    const end = afterEvent(next, level + 1, glancing)
    if (end === NO) return NO
    next = afterBlanks(end)
    if (bytes[next] === CLOSE_BRACKET) return batch.sent > MAX_BATCH_EVENTS ? NO : next + 1
    next = afterComma(next)
  }
  return NO
}

export function afterEvent(at: number, level: number, glancing: Glancing): number {
  const place = placeWritten()
  if (batch.events > 0) write(COMMA)
  const end = glancing.afterPlain(at, level)
  if (end === NO || end - at > SMALL_BYTES) {
    writeFrom(place)
    const behind = afterTranslated(at, level, glancing)
    batch.sent++
    return behind
  }
  batch.device ??= glancing.device()
  batch.events++
  batch.sent++
  return end
}

/** `NO` where it would be refused. */
function afterTranslated(at: number, level: number, { translate }: Glancing): number {
  const end = afterValue(at, level)
  const sent: unknown = end === NO ? undefined : JSON.parse(bytes.toString('utf8', at, end))
  const events = isObject(sent) ? translate(sent) : undefined
  if (!events) return NO
  const judging = { measure: end - at > SMALL_BYTES }
  for (const event of events) {
    if (judge(event, 0, judging)) return NO
    const { anonymousId, userId } = event as NativeEvent
    if (batch.events++ > 0) write(COMMA)
    write(Buffer.from(JSON.stringify(event)))
    batch.device ??= (anonymousId || userId) ?? undefined
  }
  return end
}
