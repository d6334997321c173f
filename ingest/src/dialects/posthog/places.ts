/** What becomes of PostHog's properties where an event is written from its bytes: the same as in `properties.ts`, told name by name. */
import { afterValue, firstKey, loaded, nextKey, valueOf, plainEnd } from '../../intake/glance/json.ts'
import { numberOf, Place, type Properties, propertiesFor, Verdict } from '../../intake/glance/properties.ts'
import { has, Kind, shapeOf } from '../../intake/glance/shapes.ts'
import { wordsOf } from '../object.ts'
import { REPEATED_PREFIX } from './event.ts'
import { GONE_PREFIX, IN_CONTEXT, LEFT_OUT, OF_PAGE, RENAMED, REWORDED } from './properties.ts'

/** What tells whose an event is, which library wrote it, and where it was shown. */
const ASKED = `distinct_id $distinct_id $is_identified $user_id $device_id $process_person_profile $is_server
  $lib $lib_version $locale`
const OF_ONE_EVENT = '$insert_id token api_key $token $elements'
/** What a click was on. */
const OF_A_CLICK = '$event_type $elements_chain $el_text'
/** They say something beside the event. */
const CHANGES = '$set $set_once $unset'

const placed = (names: Iterable<string>, place: Place): [string, Place][] =>
  [...names].map((name) => [name, place])

const moved = [...wordsOf(IN_CONTEXT), ...REWORDED]
const shown = [...wordsOf(OF_PAGE), ...RENAMED.map(([name]) => name)]
/** The later of two stays as it is. */
const PLACES: ReadonlyMap<string, Place> = new Map([
  ...placed(wordsOf(ASKED), Place.KEPT),
  ...placed(wordsOf(LEFT_OUT), Place.GONE),
  ...placed(moved, Place.MOVED),
  ...placed(shown, Place.SHOWN),
  ...placed(['distinct_id', '$distinct_id', '$is_identified'], Place.MOVED),
  ...placed(wordsOf(OF_ONE_EVENT), Place.OWN),
  ...placed(wordsOf(OF_A_CLICK), Place.OWN_KEPT),
  ...placed(
    RENAMED.map(([, name]) => name),
    Place.STRANGE,
  ),
  ...placed(wordsOf(CHANGES), Place.STRANGE),
])

/** Their names are written anew, so they are not copied. */
export const WRITTEN_ANEW: readonly string[] = [...RENAMED.map(([name]) => name), ...REWORDED]

// As constants of this file the engine knows them.
const bytes = loaded
const [DOLLAR, BACKSLASH, U] = [0x24, 0x5c, 0x75]
const DIRECT = Buffer.from('$direct')
/** As long as it can be with all of it escaped. */
const LONGEST_DIRECT = 6 * DIRECT.length

/** `$direct` goes, however it is spelled. */
function judgeText(from: number, to: number): Verdict {
  const length = to - from
  const first = bytes[from]
  if (length < DIRECT.length || length > LONGEST_DIRECT) return Verdict.STAYS
  if (first !== DOLLAR && !(first === BACKSLASH && bytes[from + 1] === U)) return Verdict.STAYS
  for (let at = from; at < to; at++) if (bytes[at] === BACKSLASH) return Verdict.UNCERTAIN
  if (length !== DIRECT.length) return Verdict.STAYS
  for (let at = 0; at < length; at++) if (bytes[from + at] !== DIRECT[at]) return Verdict.STAYS
  return Verdict.GOES
}

export const PROPERTIES: Properties = propertiesFor(PLACES, judgeText, GONE_PREFIX)
export const property = (name: string): number => numberOf(PROPERTIES, name)

const { PLAIN, INSTANT, BAG, EVENTS, NEVER } = Kind
const TOKENS = { api_key: PLAIN, token: PLAIN, $token: PLAIN }

export const FRAME = shapeOf({ ...TOKENS, sent_at: PLAIN, historical_migration: NEVER, batch: EVENTS })

/** What else there is beside the properties, and means something, is for others. */
export const EVENT = shapeOf({
  ...TOKENS,
  event: PLAIN,
  uuid: PLAIN,
  timestamp: INSTANT,
  distinct_id: PLAIN,
  $distinct_id: PLAIN,
  properties: EVENTS,
  $set_once: BAG,
  library: PLAIN,
  library_version: PLAIN,
  $set: NEVER,
  $unset: NEVER,
  offset: NEVER,
  session_id: NEVER,
  window_id: NEVER,
  options: NEVER,
  $lib: NEVER,
})

const SET_ONCE = EVENT.at['$set_once'] as number
const REPEATED = Buffer.from(REPEATED_PREFIX)
const [NO, QUOTE, CLOSE_BRACE] = [-1, 0x22, 0x7d]

/** Whether all that is to be set once, if anything, is what was told when the person was identified. */
export function isRepetition(): boolean {
  if (!has(EVENT, '$set_once')) return true
  let key = firstKey(EVENT.from[SET_ONCE] as number)
  while (bytes[key] !== CLOSE_BRACE) {
    const end = bytes[key] === QUOTE ? plainEnd(key + 1) : NO
    if (end === NO || !isRepeated(key + 1)) return false
    key = nextKey(afterValue(valueOf(end), 0))
  }
  return true
}

function isRepeated(from: number): boolean {
  for (let at = 0; at < REPEATED.length; at++) if (bytes[from + at] !== REPEATED[at]) return false
  return true
}
