/** One PostHog event as native events: its name, ids, time, and what it says about people and groups. */
import { MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import { isPlainInstant } from '../../intake/instant.ts'
import { type Bag, bagOf, defined, isObject, textIn } from '../object.ts'
import { isoOf } from '../iso.ts'
import { canonicalName } from '../names.ts'
import type { NativeEvent } from '../translated.ts'
import { type Changes, changeEvents } from '../user-changes.ts'
import { clickOf } from './click.ts'
import { distinctIdOf, idIn, idsOf, isSomebody, isUser } from './identity.ts'
import { contextOf, propertiesOf } from './properties.ts'

/** What the request knows about all of its events. */
export interface Sending {
  /** Unix milliseconds by the client's clock. */
  sentAt: number | undefined
  /** Unix milliseconds by ours. */
  receivedAt: number
  /** `name/version` where the request says it for all events. */
  library?: string | undefined
}

/** Older libraries put recordings of pages among the events. */
export const isReplay = (event: unknown): boolean =>
  textIn(bagOf(event)['event'])?.startsWith('$snapshot') ?? false

/** What is no event at all is handed on, to be refused with its reason. */
export function translate(sent: unknown, sending: Sending): readonly unknown[] {
  if (!isObject(sent)) return [sent]
  const properties = propertiesIn(sent)
  const name = nameOf(sent)
  const changes = changesIn(sent, properties)
  const { userId, anonymousId } = idsOf(sent, properties)
  const base: NativeEvent = {
    type: undefined,
    event: undefined,
    messageId: messageIdOf(sent, properties),
    timestamp: timeOf(sent, sending),
    userId,
    anonymousId,
    context: contextOf(properties, sending.library),
    properties: undefined,
  }
  if (name === '$set') return changeEvents(base, changes)
  const event = MEANINGS.get(name ?? '')?.(base, sent, properties) ?? happened(base, name, properties)
  const ours = Object.assign(propertiesOf(properties), event.properties)
  if (name !== undefined) ours['$source_event'] = name
  event.properties = ours
  if (event.type !== 'identify')
    return changes === NO_CHANGES ? [event] : [event, ...changeEvents(event, explicit(changes))]
  return [{ ...event, traits: changes.$set ?? {} }, ...changeEvents(event, { $set_once: changes.$set_once })]
}

const messageIdOf = (sent: Bag, properties: Bag): string | undefined =>
  textIn(sent['uuid'])?.slice(0, LONGEST_UUID) ?? idIn(properties['$insert_id'])
/** Leaves room for what is added to name the events that follow from it. */
export const LONGEST_UUID = 200

/** The newer protocol lifted some properties out of their bag, and libraries for Java and Go say beside it who they are. */
function propertiesIn(sent: Bag): Bag {
  const { properties, session_id, options, $lib, library } = sent
  const isPlain = (session_id ?? options ?? $lib ?? library) === undefined
  return isPlain ? bagOf(properties) : { ...defined(lifted(sent)), ...bagOf(properties) }
}

const lifted = ({
  session_id,
  window_id,
  options,
  $lib,
  $lib_version,
  library,
  library_version,
}: Bag): Bag => ({
  $session_id: session_id,
  $window_id: window_id,
  $process_person_profile: bagOf(options)['process_person_profile'],
  $lib: $lib ?? library,
  $lib_version: $lib_version ?? library_version,
})

/** Without a name it comes from their old route for people, which only sets properties. */
const nameOf = (sent: Bag): string | undefined =>
  textIn(sent['event'])?.slice(0, MAX_NAME_LENGTH) ??
  ('$set' in sent || '$set_once' in sent ? '$set' : undefined)

/** Makes of `base`, which is its own to change, the event that was meant. */
type Meaning = (base: NativeEvent, sent: Bag, properties: Bag) => NativeEvent

/** Whatever somebody did on a page; only a click has a name of ours. */
export const AUTOCAPTURED = '$autocapture'

function happened(base: NativeEvent, name: string | undefined, properties: Bag): NativeEvent {
  base.type = 'track'
  base.event = name && canonicalName(name)
  if (name !== AUTOCAPTURED || properties['$event_type'] !== 'click') return base
  return Object.assign(base, { event: '$click', properties: clickOf(properties) })
}

/** `$anon_distinct_id` becomes one with the distinct id, unless either is nobody's. */
const identified: Meaning = (base, sent, properties) => {
  const [user, device] = [distinctIdOf(sent, properties), idIn(properties['$anon_distinct_id'])]
  if (!isSomebody(user)) return nobodys(base, user)
  const anonymousId = isSomebody(device) && device !== user ? device : undefined
  return { ...base, type: 'identify', userId: user, anonymousId }
}

/** With one id alone it joins nobody. */
const nobodys = (base: NativeEvent, id: string | undefined): NativeEvent => ({
  ...base,
  type: 'track',
  event: '$identify',
  userId: undefined,
  anonymousId: base.anonymousId ?? id,
})

/** `alias` becomes one with the distinct id; a stranger's distinct id becomes one with the alias. */
const aliased: Meaning = (base, sent, properties) => {
  const [distinctId, alias] = [distinctIdOf(sent, properties), idIn(properties['alias'])]
  if (!isSomebody(distinctId) || !isSomebody(alias)) return { ...base, type: 'track', event: '$create_alias' }
  const [userId, previousId] = isUser(distinctId, properties) ? [distinctId, alias] : [alias, distinctId]
  return { ...base, type: 'alias', anonymousId: undefined, userId, previousId }
}

/** What its caller wants joined whoever both are: `alias` becomes one with the distinct id. */
const merged: Meaning = (base, sent, properties) => {
  const [userId, previousId] = [distinctIdOf(sent, properties), idIn(properties['alias'])]
  if (!isSomebody(userId) || !isSomebody(previousId))
    return { ...base, type: 'track', event: '$merge_dangerously' }
  return { ...base, type: 'alias', anonymousId: undefined, userId, previousId }
}

/** Paths of a user's way call a screen by `name`. */
const screen: Meaning = (base, _sent, { $screen_name }) => ({
  ...base,
  type: 'screen',
  properties: defined({ name: textIn($screen_name) }),
})

const grouped: Meaning = (base, _sent, { $group_key, $group_type, $group_set }) => ({
  ...base,
  type: 'group',
  groupId: idIn($group_key),
  groupType: idIn($group_type),
  traits: bagOf($group_set),
})

const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['$pageview', (base) => Object.assign(base, { type: 'page' as const })],
  ['$screen', screen],
  ['$identify', identified],
  ['$create_alias', aliased],
  ['$merge_dangerously', merged],
  ['$groupidentify', grouped],
])

/** Whether an event of this name is a happening, or a page that was shown. */
export const isPlainName = (name: string): boolean =>
  name === '$pageview' || !(MEANINGS.has(name) || name === '$set' || name.startsWith('$snapshot'))

/** What is to be set on the person, beside the event or among its properties. */
function changesIn(sent: Bag, properties: Bag): Changes {
  const isThere = (name: string): boolean => name in properties || name in sent
  if (!CHANGING.some(isThere)) return NO_CHANGES
  const of = (name: string): Bag | undefined =>
    isThere(name) ? { ...bagOf(properties[name]), ...bagOf(sent[name]) } : undefined
  const unset = properties['$unset'] ?? sent['$unset']
  const $unset = Array.isArray(unset)
    ? Object.fromEntries(unset.map((name) => [String(name), true]))
    : undefined
  return { $set: of('$set'), $set_once: of('$set_once'), $unset }
}

const CHANGING = ['$set', '$set_once', '$unset']
const NO_CHANGES: Changes = {}

export const REPEATED_PREFIX = '$initial_'
/** posthog-js repeats with every event how a person first came, which was told when the person was identified. */
function explicit({ $set_once, ...changes }: Changes): Changes {
  const isRepetition = Object.keys($set_once ?? {}).every((name) => name.startsWith(REPEATED_PREFIX))
  return isRepetition ? changes : { ...changes, $set_once }
}

/** `timestamp`, or `offset` milliseconds before the sending, or of the sending itself. */
function timeOf(sent: Bag, { sentAt, receivedAt }: Sending): string | undefined {
  const told = textIn(sent['timestamp']) ?? ''
  if (isPlainInstant(told)) return told
  const time = Date.parse(told)
  if (!Number.isNaN(time)) return isoOf(time)
  const offset = Number(sent['offset'])
  if (sent['offset'] === undefined || !Number.isFinite(offset)) return undefined
  const before = (sentAt ?? receivedAt) - offset
  return Math.abs(before) < 8.64e15 ? isoOf(before) : undefined
}
