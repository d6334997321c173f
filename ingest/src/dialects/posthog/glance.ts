/**
 * Writes native events right from the bytes of PostHog's: properties stay as they are, what the events of a batch share (ids,
 * library, page) is translated once, and an event that is more than a happening goes through `event.ts` on its own.
 * A property test compares this with what `event.ts` makes of the parsed body.
 */
import { MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import type { JudgedBatch } from '../../intake/batch.ts'
import { loaded } from '../../intake/glance/json.ts'
import { afterShape } from '../../intake/glance/object.ts'
import {
  afterProperties,
  beginProperties,
  hasProperty,
  valueOfProperty,
  wasCopied,
} from '../../intake/glance/properties.ts'
import { bitOf, has, hasEmpty, textAt } from '../../intake/glance/shapes.ts'
import { copy, write } from '../../intake/glance/written.ts'
import { afterEvent, afterEvents, beginBatch, endBatch, type Glancing, isFirst } from '../glance.ts'
import { canonicalName } from '../names.ts'
import { tokenOfEvent } from './body.ts'
import { clickOf } from './click.ts'
import { AUTOCAPTURED, isPlainName, isReplay, LONGEST_UUID, type Sending, translate } from './event.ts'
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
const [NO, DOLLAR, OPEN_BRACE, OPEN_BRACKET] = [-1, 0x24, 0x7b, 0x5b]
const text = (written: string): Uint8Array => Buffer.from(written)
const [COMMA, END_OF_EVENT] = [text(','), text('}')]
const PROPERTIES_KEY = text('{"properties":{')
const SOURCE_KEY = text('"$source_event":')
const MESSAGE_ID_KEY = text(',"messageId":')
const TIMESTAMP_KEY = text(',"timestamp":')
const CLICK = text('"$click"')
const [INSERT_ID, EVENT_TYPE] = [property('$insert_id'), property('$event_type')]
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

/** Of the body that is looked at. */
const told: Sending = { receivedAt: 0, library: undefined, sentAt: undefined }
let token: string | undefined

/** `undefined` where it is not certain that every event is valid, and what it says. */
export function glanceAt(
  body: Uint8Array,
  { sentAtOf, receivedAt, library }: Asked,
): PostHogGlance | undefined {
  const start = beginBatch(body)
  if (start === NO) return undefined
  beginSharing(library)
  Object.assign(told, { receivedAt, library })
  token = undefined
  const isList = bytes[start] === OPEN_BRACKET
  const end = isList ? afterList(start, 0) : afterFrame(start)
  const sentAt = end === NO || isList ? sentAtOf(undefined) : sentAtOf(textAt(FRAME, 'sent_at'))
  const done = endBatch(body, end, closing(sentAt))
  if (!done) return undefined
  const around = isList ? undefined : firstOf((name) => textAt(FRAME, name))
  // Field by field: what begins with a spread leaves something old behind each time, and a busy door has much to collect then.
  const { batch, bytes: whole } = done
  return { batch, bytes: whole, token: around, tokenOfEvent: token }
}

const closing = (sentAt: number | undefined): string =>
  sentAt === undefined ? ']}' : `],"sentAt":${JSON.stringify(new Date(sentAt))}}`

const firstOf = (tokenAt: (name: string) => string | undefined): string | undefined =>
  tokenAt('api_key') ?? tokenAt('token') ?? tokenAt('$token')

/** A batch, or one event. */
function afterFrame(at: number): number {
  const end = bytes[at] === OPEN_BRACE ? afterShape(at, 0, FRAME, afterList) : NO
  return end === NO || has(FRAME, 'batch') ? end : afterEvent(at, 0, glancing)
}

/** One that is no more than a happening. */
function afterPlain(at: number, level: number): number {
  write(PROPERTIES_KEY)
  beginProperties(PROPERTIES)
  const end = bytes[at] === OPEN_BRACE ? afterShape(at, level, EVENT, afterBag) : NO
  if (end === NO || !isPlain() || !share()) return NO
  writeAround()
  if (isFirst()) token = tokenSeen()
  return end
}

const afterBag = (at: number, level: number): number => afterProperties(at, level, PROPERTIES)

const glancing: Glancing = {
  afterPlain,
  device: () => shared.device,
  translate(sent) {
    // How long before the sending it happened, which may be told behind it.
    if (isReplay(sent) || 'offset' in sent) return undefined
    if (isFirst()) token = tokenOfEvent(sent)
    return translate(sent, told)
  },
}
const afterList = (at: number, level: number): number => afterEvents(at, level, glancing)

function isPlain(): boolean {
  const { from, to, filled, seen } = event
  const name = from[EVENT_AT] as number
  const nameEnd = to[EVENT_AT] as number
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
  if (name === '$pageview') return shared.write('page')
  if (name === AUTOCAPTURED && valueOfProperty(PROPERTIES, EVENT_TYPE) === 'click') return writeClick()
  shared.write('track')
  const ours = name && canonicalName(name)
  if (ours === name) copyText(EVENT_AT)
  else write(text(JSON.stringify(ours)))
}

function writeClick(): void {
  const seen = OF_A_CLICK.map((name) => [name, valueOfProperty(PROPERTIES, property(name))])
  for (const [name, value] of Object.entries(clickOf(Object.fromEntries(seen))))
    write(text(`,${JSON.stringify(name)}:${JSON.stringify(value)}`))
  shared.write('track')
  write(CLICK)
}
const OF_A_CLICK = ['$elements', '$elements_chain', '$el_text']

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
