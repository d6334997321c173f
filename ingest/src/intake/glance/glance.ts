/**
 * Looks over the bytes of a batch without making anything of them. Nearly every batch is plainly valid, and that can be told for
 * a third of what parsing it costs; what is not certain is parsed and judged by the schema, which also words what is wrong.
 * A property test compares the two: what is taken here is taken there, with the same outcome.
 */
import { createSlab } from '@firefly/event-log/slab'
import { MAX_BATCH_EVENTS, MAX_EVENT_BYTES } from '@firefly/protocol/limits'
import { EVENT_TYPES, type EventType } from '@firefly/protocol/names'
import { afterBlanks, afterComma, load, loaded, MOST_BYTES } from './json.ts'
import { afterShape } from './object.ts'
import { isRudders, makeNative } from './rudderstack.ts'
import { bitOf, EVENT, findType, FRAME, has, partOf, type Shape, textAt } from './shapes.ts'

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
  // The first event's would be for all of them.
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

/** What was found between the brackets; all but the first two lines and the last of the first event. */
const NOTHING = {
  events: 0,
  rudders: false,
  lacksDevice: false,
  device: '',
  writeKey: undefined as string | undefined,
  library: undefined as string | undefined,
  isTimed: false,
}
const batch = { ...NOTHING }

const slab = createSlab()

/** What is looked at now, for good. */
function taken(length: number): Uint8Array {
  const copy = slab.cut(length)
  copy.set(bytes.subarray(0, length))
  return copy
}

/** From the opening bracket of the events to behind the closing one. */
function afterEvents(at: number, level: number): number {
  let next = bytes[at] === OPEN_BRACKET ? afterBlanks(at + 1) : NO
  while (next !== NO) {
    const end = bytes[next] === OPEN_BRACE ? afterShape(next, level + 1, EVENT) : NO
    if (end === NO || end - next > SMALL_BYTES || !isWhole() || !note()) return NO
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
  batch.device = textAt(EVENT, 'anonymousId') ?? textAt(EVENT, 'userId') ?? ''
  batch.writeKey = textAt(EVENT, 'writeKey')
  batch.library = context && libraryIn(context)
  batch.isTimed = has(EVENT, 'sentAt')
}

/** Written anew, no JSON becomes six times as long: `1e20` is the worst. So such an event is not too large. */
const SMALL_BYTES = MAX_EVENT_BYTES / 6

function libraryIn(context: Shape): string | undefined {
  const library = partOf(context, 'library')
  return library && textAt(library, 'name')
}

/** What an event of each type must have beside one of the two ids. */
const NEEDS: Record<EventType, readonly string[]> = {
  track: ['event'],
  page: [],
  screen: [],
  identify: [],
  group: ['groupId'],
  alias: ['userId', 'previousId'],
}
const NEEDED = EVENT_TYPES.map((type) => NEEDS[type].reduce((bits, key) => bits | bitOf(EVENT, key), 0))
const event = EVENT
const [TYPE, IDS] = [EVENT.at['type'] as number, bitOf(EVENT, 'anonymousId') | bitOf(EVENT, 'userId')]

/** Whether the event passed over last has all that its type needs. */
function isWhole(): boolean {
  const { filled, from, to } = event
  if ((filled & (1 << TYPE)) === 0 || (filled & IDS) === 0) return false
  const needed = NEEDED[findType(from[TYPE] as number, to[TYPE] as number)] as number
  return (filled & needed) === needed
}
