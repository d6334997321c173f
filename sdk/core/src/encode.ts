/** Turns an event into JSON whatever the host page put into it: a property that cannot be kept is left out. */
import { MAX_DEPTH, MAX_EVENT_BYTES, MAX_NAME_LENGTH, MAX_PROPERTIES } from '@firefly/protocol/limits'
import type { OutgoingEvent, Properties } from './event.ts'

type Bare = Omit<OutgoingEvent, 'context'>

/** The context and the frame around the event need room as well. */
const MAX_TEXT_BYTES = MAX_EVENT_BYTES - 8 * 1024

/** More values than an event has room for: a look into what a page hands over (an element, say) has to end. */
const MAX_VALUES = 20_000
const BAGS = ['properties', 'traits'] as const

/**
 * The event's JSON; `onTrimmed` is told the names of properties that had to be left out.
 * Empty when it stays too large even without the properties that are too large alone.
 */
export function encode(event: Bare, onTrimmed: (names: string[]) => void): string {
  const whole = BAGS.every((bag) => Object.values(event[bag] || {}).every(isData)) && attempt(event)
  if (whole) return whole
  const trimmed: string[] = []
  const rest = { ...event }
  for (const bag of BAGS) {
    const { [bag]: properties } = event
    if (properties) rest[bag] = kept(properties, trimmed)
  }
  const text = attempt(rest)
  if (text && trimmed.length > 0) onTrimmed(trimmed)
  return text
}

/** Empty for what is too large, too deep (a cycle too), has too many keys, or refuses to be serialised, as a BigInt does. */
function attempt(value: object): string {
  try {
    const text = isSound(value, MAX_DEPTH) ? JSON.stringify(value) : ''
    return text.length > MAX_TEXT_BYTES || byteLength(text) > MAX_TEXT_BYTES ? '' : text
  } catch {
    return ''
  }
}

const isSound = (value: unknown, levels: number, room = { left: MAX_VALUES }): boolean => {
  if (typeof value === 'string') return value.length <= MAX_TEXT_BYTES
  if (typeof value !== 'object' || !value) return true
  const inner: unknown[] = Object.values(value)
  room.left -= inner.length
  return (
    levels > 0 &&
    room.left > 0 &&
    inner.length <= MAX_PROPERTIES &&
    inner.every((each) => isSound(each, levels - 1, room))
  )
}

/** JSON would leave out the others without a word. */
const isData = (value: unknown): boolean => typeof value !== 'function' && typeof value !== 'symbol'

/** Two levels, of the event and of its bag, stand around a property. */
function kept(bag: Properties, trimmed: string[]): Properties {
  const result: Properties = {}
  let room = MAX_PROPERTIES
  for (const key of Object.keys(bag)) {
    const value = bag[key]
    if (room > 0 && isData(value) && attempt([[{ [key]: value }]])) {
      result[key] = value
      room--
    } else trimmed.push(key.slice(0, MAX_NAME_LENGTH))
  }
  return result
}

/** Length in UTF-8, without the encoder that mini-programs lack. */
export const byteLength = (text: string): number =>
  text.length + countOf(text, /[^\0-\x7f]/g) + countOf(text, /[\u0800-\ud7ff\ue000-\uffff]/g)

/** The two halves of a surrogate pair make four bytes together. */
const countOf = (text: string, of: RegExp): number => text.match(of)?.length || 0
