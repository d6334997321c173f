/** Whose a PostHog event is: which of its one distinct id and its hints is the user's and which the device's. */
import { type Bag, textIn } from '../object.ts'

export interface Ids {
  userId?: string | undefined
  anonymousId?: string | undefined
}

export const LONGEST_ID = 200
/** UUIDs, and the five hexadecimal numbers that libraries made before those. */
const MADE_UP = /^[\da-f]{8,16}(?:-[\da-f]{4,16}){4}$/i
/** What programs send when they know nobody: linking by such an id would make one person of thousands. */
const NOBODY =
  /^(?:anonymous|guest|distinct_?id|id|not_authenticated|email|undefined|true|false|null|none|nil|nan|0|\[object object\])$/i
const SERVERS = /^posthog-(?:node|python|ruby|php|java|go|dotnet|elixir|rust|edge|server)|^posthog$/i

/** Ids are cut, and numbers taken as text. */
export const idIn = (value: unknown): string | undefined => textIn(value)?.slice(0, LONGEST_ID)

/** An id that may join people. */
export const isSomebody = (id: string | undefined): id is string =>
  id !== undefined && !NOBODY.test(id.trim())

/** Top-level, then `$distinct_id`, then in the properties. */
export const distinctIdOf = (event: Bag, properties: Bag): string | undefined =>
  idIn(event['distinct_id']) ?? idIn(event['$distinct_id']) ?? idIn(properties['distinct_id'])

/** The ids of an ordinary event. The device stays on a user's event, so that its session is one. */
export function idsOf(event: Bag, properties: Bag): Ids {
  const distinctId = distinctIdOf(event, properties)
  if (distinctId === undefined) return {}
  if (!isUser(distinctId, properties)) return { anonymousId: distinctId }
  const device = idIn(properties['$device_id'])
  return device && device !== distinctId
    ? { userId: distinctId, anonymousId: device }
    : { userId: distinctId }
}

/** What the library says; else by what it knows of its device; else servers speak of users, and clients make up ids for strangers. */
export function isUser(distinctId: string, properties: Bag): boolean {
  const { $is_identified: said, $user_id, $device_id, $process_person_profile: profiled } = properties
  if (typeof said === 'boolean') return said
  if (idIn($user_id) === distinctId) return true
  if (idIn($device_id) === distinctId) return false
  const isMadeUp = madeUp(distinctId)
  const isServer = properties['$is_server'] === true || SERVERS.test(textIn(properties['$lib']) ?? '')
  if (isServer) return profiled !== false || !isMadeUp
  return !isMadeUp
}

let last = { id: '', isMadeUp: false }
/** The events of a batch are mostly of one device. */
function madeUp(id: string): boolean {
  if (id !== last.id) last = { id, isMadeUp: MADE_UP.test(id) }
  return last.isMadeUp
}
