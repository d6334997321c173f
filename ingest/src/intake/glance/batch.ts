/**
 * A batch at a glance: what nearly every body is, found out in one pass over its bytes, of which nothing is made. That costs
 * less than to parse and judge it, and leaves nothing to be collected. A batch that is told of is certainly valid,
 * event by event; of any other nothing is said, and it is parsed. `judgeBatch` stays the law; a property test compares the two.
 */
import { MAX_BATCH_EVENTS } from '@firefly/protocol/limits'
import { passContext, type SeenContext } from './context.ts'
import { passEvent, type SeenFirst } from './event.ts'
import { passInstant, passText, read } from './fields.ts'
import { type Bytes, isNull, list, past, UNSURE, value } from './scan.ts'
import { type Member, object, wordsOf } from './words.ts'

/** What a glance tells of a batch. */
export interface Glimpse {
  /** All of them valid; at least one. */
  events: number
  /** The anonymous id of the first event, else its user id. */
  device: string
  /** As `context.library.name` of the batch, else of its first event, says; empty where it does not. */
  library: string
  /** The key in the body; empty where there is none. */
  writeKey: string
}

interface Seen extends SeenContext {
  events: number
  hasContext: boolean
  writeKey: string
  first: SeenFirst
}

const KEYS = wordsOf('batch', 'context', 'sentAt', 'writeKey', 'sealed')
/** Of what is inside a batch; the events in it begin at 1. */
const LEVEL = 1

/** Nothing where it is not sure. */
export function glance(bytes: Bytes): Glimpse | undefined {
  try {
    return look(bytes)
  } catch (error) {
    if (error === UNSURE) return undefined
    throw error
  }
}

function look(bytes: Bytes): Glimpse | undefined {
  const first: SeenFirst = { anonymousId: '', userId: '', library: '' }
  const seen: Seen = { events: 0, hasContext: false, writeKey: '', library: '', first }
  const end = past(bytes, object(bytes, past(bytes, 0), KEYS, member, seen))
  const { events, writeKey } = seen
  if (end !== bytes.length || events === 0 || events > MAX_BATCH_EVENTS) return undefined
  const { library } = seen.hasContext ? seen : first
  return { events, device: first.anonymousId || first.userId, library, writeKey }
}

const member: Member<Seen> = (bytes, at, word, seen) => {
  if (word < 0) return value(bytes, at, LEVEL)
  if (word === 0) return passEvents(bytes, at, seen)
  if (word === 2) return passInstant(bytes, at)
  if (word === 3) return passKey(bytes, at, seen)
  // An envelope is opened first.
  if (word === 4) throw UNSURE
  seen.hasContext = !isNull(bytes, at)
  return passContext(bytes, at, seen)
}

const passEvents = (bytes: Bytes, at: number, seen: Seen): number =>
  list(bytes, at, 0, (_bytes, from) => passEvent(bytes, from, seen.events++ === 0 ? seen.first : undefined))

function passKey(bytes: Bytes, at: number, seen: Seen): number {
  const end = passText(bytes, at)
  seen.writeKey = read(bytes, at, end)
  return end
}
