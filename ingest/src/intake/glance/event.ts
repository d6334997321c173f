/** Passes over one event, and tells whether it is plainly valid: of the right kind in every field, whole, and not too large. */
import { EVENT_TYPES, type EventType } from '@firefly/protocol/names'
import { SMALL_BYTES } from '../small.ts'
import { loaded } from './json.ts'
import { afterShape } from './object.ts'
import { bitOf, EVENT, findType, textAt } from './shapes.ts'

const bytes = loaded
const event = EVENT
const [NO, OPEN_BRACE] = [-1, 0x7b]

/** From its first byte to behind its last; `level` is how many objects and lists are around it. */
export function afterEvent(at: number, level: number): number {
  const end = bytes[at] === OPEN_BRACE ? afterShape(at, level, event) : NO
  return end - at > SMALL_BYTES || !isWhole() ? NO : end
}

/** The device of the event passed over last. */
export const deviceOf = (): string => textAt(EVENT, 'anonymousId') ?? textAt(EVENT, 'userId') ?? ''

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
const [TYPE, IDS] = [EVENT.at['type'] as number, bitOf(EVENT, 'anonymousId') | bitOf(EVENT, 'userId')]

/** Whether the event passed over last has all that its type needs. */
function isWhole(): boolean {
  const { filled, from, to } = event
  if ((filled & (1 << TYPE)) === 0 || (filled & IDS) === 0) return false
  const needed = NEEDED[findType(from[TYPE] as number, to[TYPE] as number)] as number
  return (filled & needed) === needed
}
