/** Turns an event into JSON whatever the host page put into it: a property that cannot be kept is left out. */
import { MAX_DEPTH, MAX_EVENT_BYTES, MAX_PROPERTIES } from '@firefly/protocol/limits'
import type { OutgoingEvent } from './event.ts'

type Bare = Omit<OutgoingEvent, 'context'>

/** The context and the frame around the event need room as well. */
const MAX_TEXT_BYTES = MAX_EVENT_BYTES - 8 * 1024

/** The event's JSON. Throws a `RangeError` when it stays too large even without the properties that are too large alone. */
export function encode(event: Bare): string {
  const text = attempt(event) || attempt({ ...event, ...kept('properties', event), ...kept('traits', event) })
  if (!text) throw new RangeError('too large')
  return text
}

/** Empty for what is too large, too deep (a cycle too), has too many keys, or refuses to be serialised, as a BigInt does. */
function attempt(value: object): string {
  try {
    const text = isSound(value, MAX_DEPTH) ? JSON.stringify(value) : ''
    return byteLength(text) > MAX_TEXT_BYTES ? '' : text
  } catch {
    return ''
  }
}

const isSound = (value: unknown, levels: number): boolean => {
  if (typeof value !== 'object' || !value) return true
  const inner: unknown[] = Object.values(value)
  return levels > 0 && inner.length <= MAX_PROPERTIES && inner.every((each) => isSound(each, levels - 1))
}

/** Two levels, of the event and of its bag, stand around a property. */
function kept(name: 'properties' | 'traits', { [name]: bag }: Bare): Partial<Bare> | undefined {
  const entries = Object.entries(bag || {}).filter(([key, value]) => attempt([[{ [key]: value }]]))
  return bag && { [name]: Object.fromEntries(entries.slice(0, MAX_PROPERTIES)) }
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
