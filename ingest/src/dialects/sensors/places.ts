/** What becomes of Sensors' properties where an event is written from its bytes: the same as in `properties.ts`, told name by name. */
import { loaded } from '../../intake/glance/json.ts'
import { Place, type Properties, propertiesFor, Verdict } from '../../intake/glance/properties.ts'
import { Kind, shapeOf } from '../../intake/glance/shapes.ts'
import { finderOfMany } from '../../intake/glance/words.ts'
import { wordsOf } from '../object.ts'
import { IN_CONTEXT, LEFT_OUT, OF_PAGE, RENAMED, UNKNOWN, UNPARSED } from './properties.ts'

/** What tells which library wrote an event, and on what. */
const ASKED = '$lib $lib_version $brand'

const placed = (names: Iterable<string>, place: Place): [string, Place][] =>
  [...names].map((name) => [name, place])

const PLACES: ReadonlyMap<string, Place> = new Map([
  ...placed(wordsOf(ASKED), Place.KEPT),
  ...placed(wordsOf(LEFT_OUT), Place.GONE),
  ...placed([...wordsOf(IN_CONTEXT), '$is_login_id'], Place.MOVED),
  ...placed([...wordsOf(OF_PAGE), ...RENAMED.keys()], Place.SHOWN),
  // The later of two stays as it is.
  ...placed(RENAMED.values(), Place.STRANGE),
])

/** Their names are written anew, so they are not copied. */
export const WRITTEN_ANEW: readonly string[] = [...RENAMED.keys()]

// As constants of this file the engine knows them.
const bytes = loaded
const BACKSLASH = 0x5c
const [WHOLE, LAST] = [Buffer.from(UNKNOWN), Buffer.from(UNPARSED)]
/** All of it escaped. */
const LONGEST_ESCAPED = 6 * UNKNOWN.length

/** What their page library writes where it could not find out goes, however it is spelled. */
function judgeText(from: number, to: number): Verdict {
  if (to - from < LAST.length) return Verdict.STAYS
  const end = bytes[to - 1] as number
  if (bytes[to - LENGTH_OF_ESCAPE] === BACKSLASH) return Verdict.UNCERTAIN
  if (end !== WHOLE.at(-1) && end !== LAST.at(-1)) return Verdict.STAYS
  if (endsWith(LAST, to) || (to - from === WHOLE.length && endsWith(WHOLE, to))) return Verdict.GOES
  for (let at = Math.max(from, to - LONGEST_ESCAPED); at < to; at++)
    if (bytes[at] === BACKSLASH) return Verdict.UNCERTAIN
  return Verdict.STAYS
}
const LENGTH_OF_ESCAPE = 6

function endsWith(text: Uint8Array, to: number): boolean {
  for (let at = 1; at <= text.length; at++) if (bytes[to - at] !== text[text.length - at]) return false
  return true
}

export const PROPERTIES: Properties = propertiesFor(PLACES, judgeText, '')

const { PLAIN, VALUE, EVENTS, NEVER } = Kind

/** What else there is beside the properties, and means something for a happening, is for others. */
export const EVENT = shapeOf(
  {
    type: PLAIN,
    event: PLAIN,
    time: VALUE,
    _flush_time: VALUE,
    _track_id: VALUE,
    distinct_id: VALUE,
    anonymous_id: VALUE,
    login_id: VALUE,
    identities: VALUE,
    lib: VALUE,
    item_id: NEVER,
    ekey: NEVER,
    properties: EVENTS,
  },
  // `time` and `type` begin and end alike.
  finderOfMany,
)
