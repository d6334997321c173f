/** One PostHog event as native events: its name, ids, time, and what it says about people and groups. */
import { MAX_ID_LENGTH, MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import { type Bag, bagOf, defined, isObject, textIn } from '../object.ts'
import { canonicalName } from '../names.ts'
import type { NativeEvent } from '../translated.ts'
import { clickOf } from './click.ts'
import { distinctIdOf, type Ids, idIn, idsOf, isSomebody, isUser } from './identity.ts'
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

/** What is no event at all is handed on, to be refused with its reason. */
export function translate(sent: unknown, sending: Sending): unknown {
  if (!isObject(sent)) return sent
  const properties = { ...besideProperties(sent), ...bagOf(sent['properties']) }
  const name = nameOf(sent)
  const said = meaning(name, sent, properties)
  return {
    type: 'track',
    messageId: textIn(sent['uuid'])?.slice(0, MAX_ID_LENGTH) ?? idIn(properties['$insert_id']),
    timestamp: timeOf(sent, sending),
    context: contextOf(properties, sending.library),
    ...said,
    properties: {
      ...propertiesOf(properties),
      ...(name === '$autocapture' ? clickOf(properties) : {}),
      ...said.properties,
      $source_event: name,
    },
  } satisfies NativeEvent
}

/** The newer protocol lifted some properties out of their bag. */
const besideProperties = ({ session_id, window_id, options }: Bag): Bag =>
  defined({
    $session_id: session_id,
    $window_id: window_id,
    $process_person_profile: bagOf(options)['process_person_profile'],
  })

/** Without a name it comes from their old route for people, which only sets properties. */
const nameOf = (sent: Bag): string | undefined =>
  textIn(sent['event'])?.slice(0, MAX_NAME_LENGTH) ??
  ('$set' in sent || '$set_once' in sent ? '$set' : undefined)

function meaning(name: string | undefined, sent: Bag, properties: Bag): NativeEvent {
  const ids = idsOf(sent, properties)
  if (name === '$identify') return identified(sent, properties, ids)
  if (name === '$create_alias') return aliased(sent, properties, ids)
  if (name === '$groupidentify') return grouped(properties, ids)
  if (name === '$pageview') return { ...ids, type: 'page', properties: changesOf(sent, properties) }
  if (name === '$screen') {
    const screen = defined({ name: textIn(properties['$screen_name']) })
    return { ...ids, type: 'screen', properties: { ...screen, ...changesOf(sent, properties) } }
  }
  return { ...ids, event: storedName(name, properties), properties: changesOf(sent, properties) }
}

const storedName = (name: string | undefined, properties: Bag): string | undefined => {
  if (name === '$autocapture' && properties['$event_type'] === 'click') return '$click'
  return name && canonicalName(name)
}

/** `$anon_distinct_id` becomes one with the distinct id, unless either is nobody's. */
function identified(sent: Bag, properties: Bag, ids: Ids): NativeEvent {
  const [userId, anonymousId] = [distinctIdOf(sent, properties), idIn(properties['$anon_distinct_id'])]
  const { $set, ...others } = changesOf(sent, properties)
  if (!isSomebody(userId)) return { ...ids, event: '$identify', properties: { ...others, $set } }
  const device = isSomebody(anonymousId) && anonymousId !== userId ? { anonymousId } : {}
  return { type: 'identify', userId, ...device, traits: $set ?? {}, properties: others }
}

/** `alias` becomes one with the distinct id; a stranger's distinct id becomes one with the alias. */
function aliased(sent: Bag, properties: Bag, ids: Ids): NativeEvent {
  const [distinctId, alias] = [distinctIdOf(sent, properties), idIn(properties['alias'])]
  if (!isSomebody(distinctId) || !isSomebody(alias)) return { ...ids, event: '$alias', properties: {} }
  const joined = isUser(distinctId, properties)
    ? { userId: distinctId, previousId: alias }
    : { userId: alias, previousId: distinctId }
  return { type: 'alias', ...joined, properties: {} }
}

function grouped(properties: Bag, ids: Ids): NativeEvent {
  const { $group_key, $group_set } = properties
  return { ...ids, type: 'group', groupId: idIn($group_key), traits: bagOf($group_set), properties: {} }
}

/** What is to be set on the person, beside the event or among its properties. */
function changesOf(sent: Bag, properties: Bag): { $set?: Bag; $set_once?: Bag } {
  const changes = (name: '$set' | '$set_once'): Bag | undefined => {
    const all = { ...bagOf(properties[name]), ...bagOf(sent[name]) }
    const kept = Object.entries(all).filter(([, value]) => value !== null && value !== undefined)
    return kept.length > 0 ? Object.fromEntries(kept) : undefined
  }
  return defined({ $set: changes('$set'), $set_once: changes('$set_once') })
}

/** `timestamp`, or `offset` milliseconds before the sending, or of the sending itself. */
function timeOf(sent: Bag, { sentAt, receivedAt }: Sending): string | undefined {
  const time = Date.parse(textIn(sent['timestamp']) ?? '')
  if (!Number.isNaN(time)) return new Date(time).toISOString()
  const offset = Number(sent['offset'])
  if (sent['offset'] === undefined || !Number.isFinite(offset)) return undefined
  const before = (sentAt ?? receivedAt) - offset
  return Math.abs(before) < 8.64e15 ? new Date(before).toISOString() : undefined
}
