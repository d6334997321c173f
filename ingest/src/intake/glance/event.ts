/** One event at a glance: what `judge` would accept. */
import { MAX_EVENT_BYTES, MAX_NAME_LENGTH, MAX_PROPERTIES } from '@firefly/protocol/limits'
import { EVENT_TYPES } from '@firefly/protocol/names'
import { passContext, type SeenContext } from './context.ts'
import { isFilled, passFilled, passInstant, passShort, read } from './fields.ts'
import { bag, type Bytes, isNull, nothing, plainText, UNSURE, value } from './scan.ts'
import { type Member, object, wordsOf } from './words.ts'

/** What is told of an event, and only of the first one of a batch. */
export interface SeenFirst extends SeenContext {
  anonymousId: string
  userId: string
}

/** Which texts are there on which the rest depends. */
interface SeenEvent extends SeenContext {
  type: number
  hasName: boolean
  hasAnonymousId: boolean
  hasUserId: boolean
  hasPreviousId: boolean
  hasGroupId: boolean
  first: SeenFirst | undefined
}

const KEYS = wordsOf(
  'type',
  'event',
  'messageId',
  'anonymousId',
  'userId',
  'previousId',
  'groupId',
  'timestamp',
  'properties',
  'traits',
  'context',
  // RudderStack's events have it, and are translated.
  'originalTimestamp',
)
const TYPES = wordsOf(...EVENT_TYPES)
const [TRACK, GROUP, ALIAS] = [0, 4, 5]
/** A number may be written shorter than it is counted, `1e20` say, but never by so much. */
const SURELY_SMALL_BYTES = MAX_EVENT_BYTES / 8
/** Of what is inside an event. */
const LEVEL = 2

/** A valid event; tells `first` of it. */
export function passEvent(bytes: Bytes, at: number, first: SeenFirst | undefined): number {
  const seen: SeenEvent = {
    type: -1,
    hasName: false,
    hasAnonymousId: false,
    hasUserId: false,
    hasPreviousId: false,
    hasGroupId: false,
    library: '',
    first,
  }
  const end = object(bytes, at, KEYS, member, seen)
  if (!isWhole(seen) || end - at > SURELY_SMALL_BYTES) throw UNSURE
  if (first) first.library = seen.library
  return end
}

const member: Member<SeenEvent> = (bytes, at, word, seen) => {
  switch (word) {
    case 0:
      return passType(bytes, at, seen)
    case 1:
      seen.hasName = !isNull(bytes, at)
      return passFilled(bytes, at, MAX_NAME_LENGTH)
    case 2:
      return passFilled(bytes, at)
    case 7:
      return passInstant(bytes, at)
    case 8:
    case 9:
      return isNull(bytes, at) ? nothing(bytes, at) : bag(bytes, at, LEVEL, MAX_PROPERTIES)
    case 10:
      return passContext(bytes, at, seen)
    case 11:
      throw UNSURE
    default:
      return word < 0 ? value(bytes, at, LEVEL) : passId(bytes, at, word, seen)
  }
}

function passType(bytes: Bytes, at: number, seen: SeenEvent): number {
  const end = plainText(bytes, at)
  seen.type = TYPES.find(bytes, at + 1, end - 1)
  return end
}

function passId(bytes: Bytes, at: number, word: number, seen: SeenEvent): number {
  const end = passShort(bytes, at)
  const isThere = isFilled(bytes, at, end)
  if (word === 3) seen.hasAnonymousId = isThere
  else if (word === 4) seen.hasUserId = isThere
  else if (word === 5) seen.hasPreviousId = isThere
  else seen.hasGroupId = isThere
  if (seen.first && word === 3) seen.first.anonymousId = read(bytes, at, end)
  if (seen.first && word === 4) seen.first.userId = read(bytes, at, end)
  return end
}

/** Whether all is there that an event of its type needs. */
function isWhole(seen: SeenEvent): boolean {
  const { type } = seen
  if (type < 0 || !(seen.hasAnonymousId || seen.hasUserId)) return false
  if (type === TRACK) return seen.hasName
  if (type === ALIAS) return seen.hasUserId && seen.hasPreviousId
  return type !== GROUP || seen.hasGroupId
}
