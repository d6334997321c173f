/** Turns an event into JSON whatever the host page put into it: what cannot be kept is trimmed, not thrown. */
import { MAX_DEPTH, MAX_EVENT_BYTES, MAX_PROPERTIES } from '@firefly/protocol/limits'

/** The context and the frame around the event need room as well. */
const MAX_TEXT_BYTES = MAX_EVENT_BYTES - 8 * 1024
/** What a string or a list is cut to once the event as a whole cannot be kept. */
const TRIMMED_STRING = 1_000
const TRIMMED_LIST = 100

/** The event's JSON; a `RangeError` when it stays too large even trimmed, a `TypeError` when it has none. */
export function encode(event: object): string {
  const text = quick(event)
  if (text !== undefined) return text
  const trimmed = JSON.stringify(trim(event, MAX_DEPTH, new Set()))
  if (byteLength(trimmed) > MAX_TEXT_BYTES) throw new RangeError('too large even when trimmed')
  return trimmed
}

/** The common case: serialised once, then measured. */
function quick(event: object): string | undefined {
  try {
    if (!isSound(event, MAX_DEPTH)) return undefined
    const text = JSON.stringify(event)
    return byteLength(text) > MAX_TEXT_BYTES ? undefined : text
  } catch {
    // A value that refuses to be serialised (a BigInt, a throwing toJSON) is dealt with by trimming.
    return undefined
  }
}

/** False for what is too deep (a cycle too) or has too many keys. */
function isSound(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (levels === 0) return false
  const keys = Object.keys(value)
  return keys.length <= MAX_PROPERTIES && keys.every((key) => isSound((value as Bag)[key], levels - 1))
}

type Bag = Record<string, unknown>

function trim(value: unknown, levels: number, above: Set<object>): unknown {
  if (typeof value === 'string') return value.slice(0, TRIMMED_STRING)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (levels === 0 || above.has(value)) return undefined
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  return trimObject(value, levels, new Set(above).add(value))
}

function trimObject(value: object, levels: number, above: Set<object>): unknown {
  const inner = (item: unknown): unknown => trim(item, levels - 1, above)
  if (Array.isArray(value)) return value.slice(0, TRIMMED_LIST).map(inner)
  const keys = Object.keys(value).slice(0, MAX_PROPERTIES)
  return Object.fromEntries(keys.map((key) => [key.slice(0, TRIMMED_STRING), inner((value as Bag)[key])]))
}

/** Length in UTF-8, without the encoder that mini-programs lack. */
export function byteLength(text: string): number {
  let bytes = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    // The two halves of a surrogate pair make four bytes together.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1
  }
  return bytes
}
