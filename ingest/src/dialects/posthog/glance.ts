/**
 * Writes native events right from the bytes of PostHog's: properties stay as they are, what the events of a batch share (ids,
 * library, page) is translated once, and an event that is more than a happening goes through `event.ts` on its own.
 * A property test compares this with what `event.ts` makes of the parsed body.
 */
import { MAX_BATCH_EVENTS, MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import { type JudgedBatch, judgedAtAGlance } from '../../intake/batch.ts'
import { afterBlanks, afterComma, afterValue, load, loaded, MOST_BYTES } from '../../intake/glance/json.ts'
import { afterShape } from '../../intake/glance/object.ts'
import {
  afterProperties,
  beginProperties,
  forgetProperties,
  hasProperty,
  valueOfProperty,
  wasCopied,
} from '../../intake/glance/properties.ts'
import { bitOf, has, hasEmpty, textAt } from '../../intake/glance/shapes.ts'
import { beginWriting, copy, placeWritten, write, writeFrom, written } from '../../intake/glance/written.ts'
import { judge } from '../../intake/judge.ts'
import { SMALL_BYTES } from '../../intake/small.ts'
import { canonicalName } from '../names.ts'
import { isObject } from '../object.ts'
import type { NativeEvent } from '../translated.ts'
import { tokenOfEvent } from './body.ts'
import { isPlainName, isReplay, LONGEST_UUID, type Sending, translate } from './event.ts'
import { idIn } from './identity.ts'
import { EVENT, FRAME, isRepetition, PROPERTIES, property } from './places.ts'
import { beginSharing, share, shared } from './shared.ts'

/** What the request says of all its events; when they were sent may be in the body as well. */
export interface Asked extends Omit<Sending, 'sentAt'> {
  sentAtOf: (said: string | undefined) => number | undefined
}

export interface PostHogGlance {
  batch: JudgedBatch
  /** `{ batch: […], sentAt? }` of native events. */
  bytes: Uint8Array
  /** Around the events, … */
  token: string | undefined
  /** … and in the first of them. */
  tokenOfEvent: string | undefined
}

const bytes = loaded
const [NO, DOLLAR, OPEN_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [-1, 0x24, 0x7b, 0x5b, 0x5d]
const text = (written: string): Uint8Array => Buffer.from(written)
const [BEGIN, COMMA, END, END_OF_EVENT] = [text('{"batch":['), text(','), text(']}'), text('}')]
const PROPERTIES_KEY = text('{"properties":{')
const SOURCE_KEY = text('"$source_event":')
const MESSAGE_ID_KEY = text(',"messageId":')
const TIMESTAMP_KEY = text(',"timestamp":')
const INSERT_ID = property('$insert_id')
const TOKENS = ['api_key', 'token', '$token'] as const
const event = EVENT
const [EVENT_AT, UUID_AT, TIMESTAMP_AT] = [event.at['event'], event.at['uuid'], event.at['timestamp']] as [
  number,
  number,
  number,
]
const [NAME, UUID, TIMESTAMP] = [1 << EVENT_AT, 1 << UUID_AT, 1 << TIMESTAMP_AT]
/** Beside the properties of few events. */
const RARE = bitOf(EVENT, '$set_once') | bitOf(EVENT, 'library')

/** What is known of the body so far. `sent` and `events` differ where one event says several things, or none. */
const NOTHING = {
  sent: 0,
  events: 0,
  device: undefined as string | undefined,
  token: undefined as string | undefined,
  receivedAt: 0,
  library: undefined as string | undefined,
}
const batch = { ...NOTHING }

/** `undefined` where it is not certain that every event is valid, and what it says. */
export function glanceAt(
  body: Uint8Array,
  { sentAtOf, receivedAt, library }: Asked,
): PostHogGlance | undefined {
  if (body.length > MOST_BYTES) return undefined
  load(body)
  beginWriting()
  forgetProperties(PROPERTIES)
  beginSharing(library)
  Object.assign(batch, NOTHING, { receivedAt, library })
  write(BEGIN)
  const start = afterBlanks(0)
  const isList = bytes[start] === OPEN_BRACKET
  const end = isList ? afterEvents(start, 0) : afterFrame(start)
  if (end === NO || afterBlanks(end) !== body.length || batch.events === 0) return undefined
  const sentAt = sentAtOf(isList ? undefined : textAt(FRAME, 'sent_at'))
  write(sentAt === undefined ? END : text(`],"sentAt":${JSON.stringify(new Date(sentAt))}}`))
  const whole = written()
  if (!whole) return undefined
  const { events, device = '' } = batch
  return {
    batch: judgedAtAGlance({ events, device, bytes: whole }),
    bytes: whole,
    token: isList ? undefined : firstOf((name) => textAt(FRAME, name)),
    tokenOfEvent: batch.token,
  }
}

const firstOf = (tokenAt: (name: string) => string | undefined): string | undefined =>
  tokenAt('api_key') ?? tokenAt('token') ?? tokenAt('$token')

/** A batch, or one event. */
function afterFrame(at: number): number {
  const end = bytes[at] === OPEN_BRACE ? afterShape(at, 0, FRAME, afterEvents) : NO
  if (end === NO || has(FRAME, 'batch') || hasEmpty(FRAME, 'batch')) return end
  return batch.sent === 0 ? afterEvent(at, 0) : end
}

function afterEvents(at: number, level: number): number {
  let next = bytes[at] === OPEN_BRACKET ? afterBlanks(at + 1) : NO
  while (next !== NO) {
    const end = afterEvent(next, level + 1)
    if (end === NO) return NO
    next = afterBlanks(end)
    if (bytes[next] === CLOSE_BRACKET) return batch.sent > MAX_BATCH_EVENTS ? NO : next + 1
    next = afterComma(next)
  }
  return NO
}

function afterEvent(at: number, level: number): number {
  const place = placeWritten()
  if (batch.events > 0) write(COMMA)
  const end = afterPlainEvent(at, level)
  const behind = end === NO ? afterTranslated(at, level, place) : end
  batch.sent++
  return behind
}

/** One that is no more than a happening. */
function afterPlainEvent(at: number, level: number): number {
  write(PROPERTIES_KEY)
  beginProperties(PROPERTIES)
  const end = bytes[at] === OPEN_BRACE ? afterShape(at, level, EVENT, afterBag) : NO
  if (end === NO || end - at > SMALL_BYTES || !isPlain() || !share()) return NO
  writeAround()
  if (batch.sent === 0) batch.token = tokenSeen()
  batch.device ??= shared.device
  batch.events++
  return end
}

const afterBag = (at: number, level: number): number => afterProperties(at, level, PROPERTIES)

function isPlain(): boolean {
  const { from, to, filled, seen } = event
  const [name, nameEnd] = [from[EVENT_AT] as number, to[EVENT_AT] as number]
  if ((filled & NAME) === 0 || nameEnd - name > MAX_NAME_LENGTH) return false
  if ((filled & UUID) !== 0 && (to[UUID_AT] as number) - (from[UUID_AT] as number) > LONGEST_UUID)
    return false
  if (bytes[name] === DOLLAR && !isPlainName(textAt(EVENT, 'event') ?? '')) return false
  return (seen & RARE) === 0 || (isRepetition() && !tellsItsLibrary())
}

/** What libraries for Go and Node say beside the properties counts where these do not say it. */
const tellsItsLibrary = (): boolean =>
  hasEmpty(EVENT, 'library') ||
  (has(EVENT, 'library') && !(hasProperty(PROPERTIES, LIB) && hasProperty(PROPERTIES, LIB_VERSION)))
const [LIB, LIB_VERSION] = [property('$lib'), property('$lib_version')]

/** All but the properties, which are there already. */
function writeAround(): void {
  if (wasCopied()) write(COMMA)
  write(SOURCE_KEY)
  copyText(EVENT_AT)
  writeName()
  if ((event.filled & UUID) !== 0) {
    write(MESSAGE_ID_KEY)
    copyText(UUID_AT)
  } else if (hasProperty(PROPERTIES, INSERT_ID)) writeInsertId()
  if ((event.filled & TIMESTAMP) !== 0) {
    write(TIMESTAMP_KEY)
    copyText(TIMESTAMP_AT)
  }
  write(END_OF_EVENT)
}

/** With what all share before it. */
function writeName(): void {
  const name = bytes[event.from[EVENT_AT] as number] === DOLLAR ? (textAt(EVENT, 'event') ?? '') : undefined
  if (name === '$pageview') return write(shared.ofPage)
  write(shared.bytes)
  const ours = name && canonicalName(name)
  if (ours === name) copyText(EVENT_AT)
  else write(text(JSON.stringify(ours)))
}

function writeInsertId(): void {
  const id = idIn(valueOfProperty(PROPERTIES, INSERT_ID))
  if (id === undefined) return
  write(MESSAGE_ID_KEY)
  write(text(JSON.stringify(id)))
}

/** With its quotes. */
const copyText = (key: number): void => copy((event.from[key] as number) - 1, (event.to[key] as number) + 1)

const tokenSeen = (): string | undefined =>
  firstOf((name) => textAt(EVENT, name)) ?? tokenOfEvent({ properties: tokensNoted() })
const tokensNoted = (): Record<string, unknown> =>
  Object.fromEntries(TOKENS.map((name) => [name, valueOfProperty(PROPERTIES, property(name))]))

/** One whose meaning is worked out from its value. `NO` where it would be refused, or is no event for the log. */
function afterTranslated(at: number, level: number, place: number): number {
  writeFrom(place)
  const end = afterValue(at, level)
  const sent: unknown = end === NO ? undefined : JSON.parse(bytes.toString('utf8', at, end))
  if (!isObject(sent) || isReplay(sent) || 'offset' in sent) return NO
  if (batch.sent === 0) batch.token = tokenOfEvent(sent)
  const { receivedAt, library } = batch
  const judging = { measure: end - at > SMALL_BYTES }
  for (const event of translate(sent, { sentAt: undefined, receivedAt, library })) {
    if (judge(event, 0, judging)) return NO
    const { anonymousId, userId } = event as NativeEvent
    if (batch.events++ > 0) write(COMMA)
    write(text(JSON.stringify(event)))
    batch.device ??= (anonymousId || userId) ?? undefined
  }
  return end
}
