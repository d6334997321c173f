/**
 * Writes native events right from the bytes of Sensors': properties stay as they are, what the events of a batch share (ids,
 * library, page) is translated once, and an event that is more than a happening goes through `event.ts` on its own.
 * A property test compares this with what `event.ts` makes of the parsed body.
 */
import { MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import type { JudgedBatch } from '../../intake/batch.ts'
import { loaded } from '../../intake/glance/json.ts'
import { afterShape } from '../../intake/glance/object.ts'
import { afterProperties, beginProperties, isSame, wasCopied } from '../../intake/glance/properties.ts'
import { bitOf } from '../../intake/glance/shapes.ts'
import { copy, write, writeAscii } from '../../intake/glance/written.ts'
import { finderOf } from '../../intake/glance/words.ts'
import { afterEvent, afterEvents, beginBatch, endBatch, type Glancing } from '../glance.ts'
import { canonicalName } from '../names.ts'
import { correctedTime, idNamed, isPlainName, translate } from './event.ts'
import { EVENT, PROPERTIES } from './places.ts'
import { isEnvelope } from './secret.ts'
import { beginSharing, distinctId, share, shared } from './shared.ts'

const bytes = loaded
const event = EVENT
const [NO, DOLLAR, ZERO, OPEN_BRACE, OPEN_BRACKET] = [-1, 0x24, 0x30, 0x7b, 0x5b]
const text = (written: string): Uint8Array => Buffer.from(written)
const COMMA = text(',')
const PROPERTIES_KEY = text('{"properties":{')
const SOURCE_KEY = text('"$source_event":')
const [TYPE, NAME, TIME, FLUSHED, TRACK_ID] = ['type', 'event', 'time', '_flush_time', '_track_id'].map(
  (name) => event.at[name] as number,
) as [number, number, number, number, number]
const NEEDED = ['type', 'event', 'time', '_track_id', 'distinct_id'].reduce(
  (bits, name) => bits | bitOf(EVENT, name),
  0,
)
const HAS_FLUSHED = bitOf(EVENT, '_flush_time')
const findTrack = finderOf(['track'])

let receivedAt = 0
/** The event passed over last. */
const read = { happened: 0, flushed: 0 }

/** `undefined` where it is not certain that every event is valid, and what it says. */
export function glanceAt(
  body: Uint8Array,
  now: number,
): { batch: JudgedBatch; bytes: Uint8Array } | undefined {
  const start = beginBatch(body)
  if (start === NO) return undefined
  beginSharing()
  receivedAt = now
  named.to = named.from = 0
  named.name = ''
  const isList = bytes[start] === OPEN_BRACKET
  const end = isList ? afterEvents(start, 0, glancing) : afterEvent(start, 0, glancing)
  return endBatch(body, end, ']}')
}

function afterPlain(at: number, level: number): number {
  write(PROPERTIES_KEY)
  beginProperties(PROPERTIES)
  const end = bytes[at] === OPEN_BRACE ? afterShape(at, level, EVENT, afterBag) : NO
  return end !== NO && isPlain() && share() && writeAround() ? end : NO
}

const afterBag = (at: number, level: number): number => afterProperties(at, level, PROPERTIES)

const glancing: Glancing = {
  afterPlain,
  device: () => shared.device,
  translate: (sent) => (isEnvelope(sent) ? undefined : translate(sent, receivedAt)),
}

function isPlain(): boolean {
  const { from, to, filled } = event
  if ((filled & NEEDED) !== NEEDED || findTrack(from[TYPE] as number, to[TYPE] as number) === NO) return false
  const name = from[NAME] as number
  const nameEnd = to[NAME] as number
  if (nameEnd - name > MAX_NAME_LENGTH || Number.isNaN(wholeAt(TRACK_ID))) return false
  nameIs(name, nameEnd)
  if (bytes[name] === DOLLAR && !isPlainName(named.name)) return false
  read.happened = wholeAt(TIME)
  read.flushed = (event.seen & HAS_FLUSHED) === 0 ? 0 : wholeAt(FLUSHED)
  return !Number.isNaN(read.happened) && !Number.isNaN(read.flushed)
}

const MOST_DIGITS = 15

/** A number of digits alone, few enough to be exact; else `NaN`. */
function wholeAt(key: number): number {
  const from = event.from[key] as number
  const to = event.to[key] as number
  if (to - from > MOST_DIGITS) return Number.NaN
  let whole = 0
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] as number) - ZERO
    if (digit < 0 || digit > 9) return Number.NaN
    whole = whole * 10 + digit
  }
  return whole
}

/** The name of the event passed over last, which mostly is that of the one before. */
const named = { from: 0, to: 0, name: '' }
function nameIs(from: number, to: number): void {
  if (!isSame(from, to, named.from, named.to)) named.name = bytes.toString('utf8', from, to)
  named.from = from
  named.to = to
}

/** All but the properties, which are there already; false where it has no time. */
function writeAround(): boolean {
  const time = correctedTime(read.happened, read.flushed, receivedAt)
  if (time === undefined) return false
  if (wasCopied()) write(COMMA)
  write(SOURCE_KEY)
  copyName()
  shared.write('track')
  writeName()
  const id = idNamed(`[${distinctId.text},${spelled(TRACK_ID)},${spelled(TIME)},"${named.name}",null]`)
  writeAscii(`,"messageId":"${id}","timestamp":"${time}"}`)
  return true
}

const spelled = (key: number): string => bytes.toString('latin1', event.from[key], event.to[key])

/** With its quotes. */
const copyName = (): void => copy((event.from[NAME] as number) - 1, (event.to[NAME] as number) + 1)

function writeName(): void {
  const ours = canonicalName(named.name)
  if (ours === named.name) copyName()
  else write(text(JSON.stringify(ours)))
}
