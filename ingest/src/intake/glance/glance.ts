/**
 * Looks over the bytes of a batch without making anything of them. Nearly every batch is plainly valid, and that can be told for
 * a third of what parsing it costs; what is not certain is parsed and judged by the schema, which also words what is wrong.
 * A property test compares the two: what is taken here is taken there, with the same outcome.
 */
import { MAX_BATCH_EVENTS } from '@firefly/protocol/limits'
import { afterEvent, deviceOf } from './event.ts'
import { afterBlanks, afterComma, load, loaded, MOST_BYTES, taken } from './json.ts'
import { afterShape } from './object.ts'
import { isRudders, makeNative } from './rudderstack.ts'
import { EVENT, FRAME, has, partOf, type Shape, textAt } from './shapes.ts'

const bytes = loaded
const [NO, OPEN_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [-1, 0x7b, 0x5b, 0x5d]

/** A batch whose events are all valid. */
export interface Glance {
  events: number
  /** The anonymous id of the first event, or else its user id. */
  device: string
  /** In the body: around the events, or in the first of them. */
  writeKey: string | undefined
  /** The name of the library that wrote it, as the batch or else its first event has it. */
  library: string | undefined
  /** The body, or the same with RudderStack's events made native ones. */
  bytes: Uint8Array
  /** Set when there are such events: whether one of them has no device of its own, and whether nothing says when the body was sent. */
  rudderstack: { lacksDevice: boolean; lacksTime: boolean } | undefined
}

/** `undefined` where it is not certain that every event is valid. */
export function glanceAt(body: Uint8Array): Glance | undefined {
  if (body.length > MOST_BYTES) return undefined
  load(body)
  Object.assign(batch, NOTHING)
  const start = afterBlanks(0)
  const end = bytes[start] === OPEN_BRACE ? afterShape(start, 0, FRAME, afterEvents) : NO
  if (end === NO || afterBlanks(end) !== body.length || batch.events === 0) return undefined
  const { events, device, rudders, lacksDevice } = batch
  const around = partOf(FRAME, 'context')
  const lacksTime = !has(FRAME, 'sentAt')
  // The first event's time of sending would be that of all of them.
  if (rudders && lacksTime && batch.isTimed) return undefined
  return {
    events,
    device,
    writeKey: textAt(FRAME, 'writeKey') ?? batch.writeKey,
    library: around ? libraryIn(around) : batch.library,
    bytes: rudders ? taken(body.length) : body,
    rudderstack: rudders ? { lacksDevice, lacksTime } : undefined,
  }
}

/** What was found between the brackets. */
const NOTHING = {
  events: 0,
  rudders: false,
  lacksDevice: false,
  // Of the first event:
  device: '',
  writeKey: undefined as string | undefined,
  library: undefined as string | undefined,
  isTimed: false,
}
const batch = { ...NOTHING }

/** From the opening bracket of the events to behind the closing one. */
function afterEvents(at: number, level: number): number {
  let next = bytes[at] === OPEN_BRACKET ? afterBlanks(at + 1) : NO
  while (next !== NO) {
    const end = afterEvent(next, level + 1)
    if (end === NO || !note()) return NO
    next = afterBlanks(end)
    if (bytes[next] === CLOSE_BRACKET) return batch.events > MAX_BATCH_EVENTS ? NO : next + 1
    next = afterComma(next)
  }
  return NO
}

/** False where the event cannot be taken as it is. */
function note(): boolean {
  if (batch.events++ === 0) noteFirst()
  if (!isRudders()) return true
  batch.rudders = true
  if (!has(EVENT, 'anonymousId')) batch.lacksDevice = true
  return makeNative()
}

function noteFirst(): void {
  const context = partOf(EVENT, 'context')
  batch.device = deviceOf()
  batch.writeKey = textAt(EVENT, 'writeKey')
  batch.library = context && libraryIn(context)
  batch.isTimed = has(EVENT, 'sentAt')
}

function libraryIn(context: Shape): string | undefined {
  const library = partOf(context, 'library')
  return library && textAt(library, 'name')
}
