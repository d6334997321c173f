/** Passes over an object whose shape is known, and notes where the texts of its keys are. */
import { MAX_ID_LENGTH, MAX_NAME_LENGTH, MAX_PROPERTIES } from '@firefly/protocol/limits'
import { INSTANT_LENGTH, isPlainInstantAt } from '../instant.ts'
import {
  afterNull,
  afterObject,
  afterValue,
  firstKey,
  keysPassed,
  loaded,
  nextKey,
  plainEnd,
  stringEnd,
  valueOf,
} from './json.ts'
import { Kind, type Shape } from './shapes.ts'
import type { Find } from './words.ts'

// As constants of this file the engine knows them.
const bytes = loaded
const view = new DataView(loaded.buffer, loaded.byteOffset, loaded.length)
const { TEXT, PLAIN, ID, MESSAGE_ID, NAME, TYPE, PLATFORM, INSTANT, SESSION, BAG, EVENTS, NEVER, VALUE } =
  Kind
const [NO, QUOTE, OPEN_BRACE, CLOSE_BRACE] = [-1, 0x22, 0x7b, 0x7d]

/** Passes over what only the caller knows. */
export type Pass = (at: number, level: number) => number

const N = 0x6e
const never: Pass = () => NO

/** From the opening brace to behind the closing one. A key that comes twice, or has an escape in it, is left to the schema. */
export function afterShape(at: number, level: number, shape: Shape, events: Pass = never): number {
  let [seen, filled] = [0, 0]
  let key = firstKey(at)
  while (key !== NO && bytes[key] !== CLOSE_BRACE) {
    const end = bytes[key] === QUOTE ? plainEnd(key + 1) : NO
    const value = end === NO ? NO : valueOf(end)
    if (value === NO) return NO
    const known = shape.find(key + 1, end)
    let next: number
    if (known === NO) next = afterValue(value, level + 1)
    else {
      const bit = 1 << known
      if ((seen & bit) !== 0) return NO
      seen |= bit
      shape.keys[known] = key
      next = afterKnown(value, level + 1, shape, known, events)
      if (next !== NO && isFilled(value)) filled |= bit
    }
    if (next === NO) return NO
    key = nextKey(next)
  }
  shape.filled = filled
  shape.seen = seen
  return key === NO ? NO : key + 1
}

const isFilled = (at: number): boolean => bytes[at] !== N && (bytes[at] !== QUOTE || bytes[at + 1] !== QUOTE)

function afterKnown(at: number, level: number, shape: Shape, key: number, events: Pass): number {
  const kind = shape.kinds[key] as Kind
  const first = bytes[at]
  if (kind === VALUE) return afterAny(at, level, shape, key)
  if (first === QUOTE) return afterText(at + 1, kind, shape, key)
  if (kind === EVENTS) return events(at, level)
  if (first === OPEN_BRACE) return afterPart(at, level, kind, shape, key)
  if (first === N) return kind === TYPE || kind === NEVER ? NO : afterNull(at)
  return kind === SESSION ? afterWhole(at) : NO
}

function afterAny(at: number, level: number, shape: Shape, key: number): number {
  const end = afterValue(at, level)
  shape.from[key] = at
  shape.to[key] = end
  return end
}

function afterPart(at: number, level: number, kind: Kind, shape: Shape, key: number): number {
  const part = shape.shapes[key]
  if (part) return afterShape(at, level, part)
  const end = kind === BAG ? afterObject(at, level) : NO
  if (end === NO || keysPassed() > MAX_PROPERTIES) return NO
  shape.from[key] = at
  shape.to[key] = end
  return end
}

/** A number of no more digits than one that is exact may have. */
function afterWhole(at: number): number {
  const end = afterValue(at, 0)
  if (end === NO || end - at > 15) return NO
  for (let digit = at; digit < end; digit++)
    if (!((bytes[digit] as number) >= 0x30 && (bytes[digit] as number) <= 0x39)) return NO
  return end
}

function afterText(from: number, kind: Kind, shape: Shape, key: number): number {
  const to = kind === TEXT || kind === NAME ? stringEnd(from) : plainEnd(from)
  if (to === NO || !isOfKind(kind, from, to, shape.words[key])) return NO
  shape.from[key] = from
  shape.to[key] = to
  return to + 1
}

/** Lengths are told in bytes, which are never fewer than the units of a text, escaped or not. */
function isOfKind(kind: Kind, from: number, to: number, find: Find | undefined): boolean {
  const length = to - from
  switch (kind) {
    case TEXT:
    case PLAIN:
      return true
    case ID:
    case SESSION:
      return length <= MAX_ID_LENGTH
    case MESSAGE_ID:
      return length > 0 && length <= MAX_ID_LENGTH
    case NAME:
      return length > 0 && length <= MAX_NAME_LENGTH
    case TYPE:
    case PLATFORM:
      return find !== undefined && find(from, to) !== NO
    case INSTANT:
      return length === INSTANT_LENGTH && isPlainInstantAt(view, from)
    default:
      return false
  }
}
