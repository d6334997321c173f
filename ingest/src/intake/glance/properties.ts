/**
 * Passes over the properties of another SDK's event and copies those that stay, as they are. What means something to that SDK
 * is noted instead, for others to look at.
 */
import { MAX_PROPERTIES } from '@firefly/protocol/limits'
import { afterValue, firstKey, loaded, nextKey, plainEnd, valueOf } from './json.ts'
import { finderOfMany, type Find } from './words.ts'
import { copy, write } from './written.ts'

/** What becomes of a property whose name is known. */
export const Place = {
  /** It is left out. */
  GONE: 0,
  /** It is left out and noted. */
  MOVED: 1,
  /** It stays and is noted. */
  KEPT: 2,
  /** As `MOVED`, and of what was shown, which changes more often than the rest. */
  SHOWN: 3,
  /** As `MOVED`, and other than that of every other event. */
  OWN: 4,
  /** As `KEPT`, and other than that of every other event. */
  OWN_KEPT: 5,
  /** The whole event is for others. */
  STRANGE: 6,
} as const
export type Place = (typeof Place)[keyof typeof Place]

/** What becomes of a text, which begins and ends there. */
export const Verdict = { STAYS: 0, GOES: 1, UNCERTAIN: 2 } as const
export type Verdict = (typeof Verdict)[keyof typeof Verdict]
type JudgeText = (from: number, to: number) => Verdict

export interface Properties {
  names: readonly string[]
  find: Find
  places: Uint8Array
  judgeText: JudgeText
  /** Begins a name that is left out, beside those that are known. */
  gone: Uint8Array
  /** The event passed over last; a name was there when it is so in `seen`. */
  turn: number
  seen: Int32Array
  /** Where the values of names that were noted begin and end. */
  from: Int32Array
  to: Int32Array
  /** What was noted, but for what is an event's own: … */
  lasting: Group
  /** … and of what was shown. */
  shown: Group
}

/** Names that were noted, in their order. */
export interface Group {
  noted: Int32Array
  count: number
  /** The same of the event that was remembered. */
  known: { noted: Int32Array; count: number; from: Int32Array; to: Int32Array }
}

export function propertiesFor(
  places: ReadonlyMap<string, Place>,
  judgeText: JudgeText,
  gone: string,
): Properties {
  const names = [...places.keys()]
  const numbers = (): Int32Array => new Int32Array(names.length)
  const group = (): Group => ({
    noted: numbers(),
    count: 0,
    known: { noted: numbers(), count: 0, from: numbers(), to: numbers() },
  })
  return {
    names,
    find: finderOfMany(names),
    places: Uint8Array.from(places.values()),
    judgeText,
    gone: Buffer.from(gone),
    turn: 0,
    seen: numbers(),
    from: numbers(),
    to: numbers(),
    lasting: group(),
    shown: group(),
  }
}

// As constants of this file the engine knows them.
const bytes = loaded
const { GONE, MOVED, KEPT, SHOWN, OWN_KEPT, STRANGE } = Place
const { STAYS, GOES, UNCERTAIN } = Verdict
const [NO, QUOTE, DOLLAR, N, OPEN_BRACE, CLOSE_BRACE] = [-1, 0x22, 0x24, 0x6e, 0x7b, 0x7d]
/** Room for what is added. */
const MOST = MAX_PROPERTIES - 50
const COMMA = Buffer.from(',')

/** Where each key begins and ends. */
const [keys, ends] = [new Int32Array(MOST), new Int32Array(MOST)]
let count = 0
/** The stretch that stays and is not copied yet. */
let [stays, until] = [NO, NO]
let isFirst = true

/** To be called for each event, which may have none. */
export function beginProperties(properties: Properties): void {
  properties.turn++
  properties.lasting.count = 0
  properties.shown.count = 0
  count = 0
  stays = NO
  isFirst = true
}

/** From the opening brace to behind the closing one; `NO` where the event is for others. */
export function afterProperties(at: number, level: number, properties: Properties): number {
  if (bytes[at] !== OPEN_BRACE) return NO
  let key = firstKey(at)
  while (key !== NO && bytes[key] !== CLOSE_BRACE) {
    const next = afterProperty(key, level + 1, properties)
    key = next === NO ? NO : nextKey(next)
  }
  if (key === NO) return NO
  copyStretch()
  return key + 1
}

/** Whether any property of the event passed over last was copied. */
export const wasCopied = (): boolean => !isFirst

function afterProperty(key: number, level: number, properties: Properties): number {
  const end = bytes[key] === QUOTE ? plainEnd(key + 1) : NO
  const value = end === NO || count === MOST ? NO : valueOf(end)
  const behind = value === NO ? NO : afterValue(value, level)
  if (behind === NO) return NO
  const verdict = placed(key + 1, end, value, behind, properties)
  if (verdict === UNCERTAIN) return NO
  keys[count] = key + 1
  ends[count++] = end
  if (verdict === GOES) copyStretch()
  else {
    if (stays === NO) stays = key
    until = behind
  }
  return behind
}

function copyStretch(): void {
  if (stays === NO) return
  if (!isFirst) write(COMMA)
  copy(stays, until)
  isFirst = false
  stays = NO
}

function placed(from: number, to: number, value: number, behind: number, properties: Properties): Verdict {
  const known = properties.find(from, to)
  if (known === NO && bytes[from] === DOLLAR && isGone(from, properties)) return GOES
  if (known === NO) return judged(from, to, value, behind, properties)
  const place = properties.places[known]
  // The last of two is what counts.
  if (place === STRANGE || properties.seen[known] === properties.turn) return UNCERTAIN
  properties.seen[known] = properties.turn
  if (place === GONE) return GOES
  properties.from[known] = value
  properties.to[known] = behind
  if (place === SHOWN) note(known, properties.shown)
  else if (place === MOVED || place === KEPT) note(known, properties.lasting)
  return place === KEPT || place === OWN_KEPT ? judged(from, to, value, behind, properties) : GOES
}

function isGone(from: number, { gone }: Properties): boolean {
  if (gone.length === 0) return false
  for (let at = 0; at < gone.length; at++) if (bytes[from + at] !== gone[at]) return false
  return true
}

function judged(from: number, to: number, value: number, behind: number, { judgeText }: Properties): Verdict {
  const first = bytes[value]
  const verdict = first === QUOTE ? judgeText(value + 1, behind - 1) : first === N ? GOES : STAYS
  // What was copied under the same name would have to go as well.
  return verdict === GOES && isRepeated(from, to) ? UNCERTAIN : verdict
}

function isRepeated(from: number, to: number): boolean {
  for (let at = 0; at < count; at++) if (isSame(keys[at] as number, ends[at] as number, from, to)) return true
  return false
}

const view = new DataView(loaded.buffer, loaded.byteOffset, loaded.length)

/** Whether the same bytes stand at two places. */
export function isSame(from: number, to: number, other: number, otherTo: number): boolean {
  const length = to - from
  if (otherTo - other !== length) return false
  const words = length & ~3
  for (let at = 0; at < words; at += 4)
    if (view.getInt32(from + at, true) !== view.getInt32(other + at, true)) return false
  for (let at = words; at < length; at++) if (bytes[from + at] !== bytes[other + at]) return false
  return true
}

function note(known: number, group: Group): void {
  group.noted[group.count++] = known
}

/** To be called for each body. */
export function forgetProperties({ lasting, shown }: Properties): void {
  lasting.known.count = NO
  shown.known.count = NO
}

/** Whether everything of the group is as it was in the event that was remembered. */
export function isAsRemembered({ from, to }: Properties, { noted, count, known }: Group): boolean {
  if (count !== known.count) return false
  for (let at = 0; at < count; at++) {
    const name = noted[at] as number
    if (name !== known.noted[at]) return false
    const begin = known.from[at] as number
    if (!isSame(from[name] as number, to[name] as number, begin, known.to[at] as number)) return false
  }
  return true
}

/** Remembers it, and gives the values. */
export function rememberProperties(properties: Properties, { noted, count, known }: Group): Bag {
  const { names, from, to } = properties
  const values: Bag = {}
  known.count = count
  for (let at = 0; at < count; at++) {
    const name = noted[at] as number
    known.noted[at] = name
    known.from[at] = from[name] as number
    known.to[at] = to[name] as number
    values[names[name] as string] = valueNoted(properties, name)
  }
  return values
}
type Bag = Record<string, unknown>

/** Of a name that is known. */
export const numberOf = ({ names }: Properties, name: string): number => names.indexOf(name)

export const hasProperty = ({ seen, turn }: Properties, name: number): boolean => seen[name] === turn

/** `undefined` where there is none. */
export const valueOfProperty = (properties: Properties, name: number): unknown =>
  hasProperty(properties, name) ? valueNoted(properties, name) : undefined

const valueNoted = ({ from, to }: Properties, at: number): unknown =>
  JSON.parse(bytes.toString('utf8', from[at], to[at]))
