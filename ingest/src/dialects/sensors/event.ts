/** One Sensors event as native events: what it is, whose, when, and what it says about people and things. */
import { hash } from 'node:crypto'
import { UNLINK } from '@firefly/protocol/ids'
import { MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import { isoOf } from '../iso.ts'
import { canonicalName } from '../names.ts'
import { type Bag, bagOf, isObject, numberIn, textIn } from '../object.ts'
import type { NativeEvent } from '../translated.ts'
import { type Change, changeEvents } from '../user-changes.ts'
import { deviceOf, idIn, idsOf, otherIdsOf } from './identity.ts'
import { contextOf, propertiesOf } from './properties.ts'

/** What is no event at all, or of no known type, is handed on, to be refused with its reason. `receivedAt` in Unix milliseconds. */
export function translate(sent: unknown, receivedAt: number): readonly unknown[] {
  if (!isObject(sent)) return [sent]
  const properties = bagOf(sent['properties'])
  const { userId, anonymousId } = idsOf(sent, properties)
  const base: NativeEvent = {
    type: undefined,
    event: undefined,
    messageId: messageIdOf(sent),
    timestamp: timeOf(sent, receivedAt),
    userId,
    anonymousId,
    context: contextOf(sent, properties),
    properties: undefined,
  }
  const type = textIn(sent['type']) ?? ''
  const change = CHANGE_OF.get(type)
  if (change) return changed(base, change, properties)
  const meaning = MEANINGS.get(type)
  return meaning ? meaning(base, sent, propertiesOf(properties)) : [{ ...base, type }]
}

/** `base` and the properties are its own to change. */
type Meaning = (base: NativeEvent, sent: Bag, properties: Bag) => NativeEvent[]

const track: Meaning = (base, sent, properties) => {
  const name = textIn(sent['event'])?.slice(0, MAX_NAME_LENGTH)
  const event = name && canonicalName(name)
  // Paths of a user's way call a screen by `name`.
  if (event === '$screen' && properties['$screen_name'] !== undefined)
    properties['name'] = properties['$screen_name']
  if (name !== undefined) properties['$source_event'] = name
  base.type = 'track'
  base.event = event
  base.properties = properties
  return [base]
}

/** The device becomes one with the user who logged in, and so do that user's other names. */
const signUp: Meaning = (base, sent, properties) => {
  const userId = base.userId ?? idIn(sent['distinct_id'])
  const device = idIn(sent['original_id']) ?? base.anonymousId
  const anonymousId = device === userId ? undefined : device
  const said = { ...properties, $source_event: textIn(sent['event']) ?? '$SignUp' }
  const identify: NativeEvent = { ...base, type: 'identify', userId, anonymousId, properties: said }
  return [identify, ...aliases({ ...base, userId }, sent)]
}

/** A further name of a known user is an alias; of a stranger, it is who the stranger turned out to be. */
const bind: Meaning = (base, sent, properties) => {
  const said = { ...properties, $source_event: textIn(sent['event']) ?? '$BindID' }
  if (base.userId) return aliases(base, sent).map((alias) => ({ ...alias, properties: said }))
  const [userId, ...others] = otherIdsOf(sent)
  const identify: NativeEvent = { ...base, type: 'identify', userId, properties: said }
  return [identify, ...others.map((previousId, at) => aliasOf({ ...base, userId }, previousId, at))]
}

/** The links that binding the same identities made; where a device alone is named, the one with the device. */
const unbind: Meaning = (base, sent, properties) => {
  const said = { ...properties, $source_event: textIn(sent['event']) ?? '$UnbindID' }
  const others = otherIdsOf(sent)
  const [userId, ...rest] = base.userId ? [base.userId, ...others] : others
  const device = base.userId && others.length > 0 ? undefined : (deviceOf(sent) ?? base.anonymousId)
  const undone = device && device !== userId ? [device, ...rest] : rest
  const event: NativeEvent = { ...base, type: 'track', event: UNLINK, properties: said }
  if (userId === undefined || undone.length === 0) return [event]
  return undone.map((previousId, at) => ({
    ...aliasOf({ ...base, userId }, previousId, at),
    ...kindOf(event),
  }))
}

const kindOf = ({ type, event, properties }: NativeEvent): NativeEvent => ({ type, event, properties })

const aliases = (base: NativeEvent, sent: Bag): NativeEvent[] =>
  otherIdsOf(sent).map((previousId, at) => aliasOf(base, previousId, at))

const aliasOf = (base: NativeEvent, previousId: string, at: number): NativeEvent => ({
  ...base,
  anonymousId: undefined,
  type: 'alias',
  previousId,
  ...(base.messageId && { messageId: `${base.messageId}$alias${at}` }),
})

/** Whether an event of this name has all its meaning from its name. */
export const isPlainName = (name: string): boolean => canonicalName(name) !== '$screen'

/** Things are nobody's events, but an event needs somebody: each thing is its own. */
const item: Meaning = (base, sent, properties) => {
  const [kind, id] = [idIn(sent['item_type']) ?? '', idIn(sent['item_id']) ?? '']
  const said = { ...properties, $item_type: kind, $item_id: id, $source_event: sent['type'] }
  const own = { anonymousId: `$item+${kind}+${id}`.slice(0, 200) }
  return [{ ...base, ...own, type: 'track', event: `$${String(sent['type'])}`, properties: said }]
}

/** Kept as an event, which is understood behind the door. */
const kept: Meaning = (base, sent, properties) =>
  track(
    base,
    { event: `$${String(sent['type'])}`, ...sent },
    { ...properties, $identities: sent['identities'] },
  )

const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ['track', track],
  ['track_signup', signUp],
  ['track_id_bind', bind],
  ['track_id_unbind', unbind],
  ['profile_delete', kept],
  ['item_set', item],
  ['item_delete', item],
])

const CHANGE_OF: ReadonlyMap<string, Change> = new Map([
  ['profile_set', '$set'],
  ['profile_set_once', '$set_once'],
  ['profile_increment', '$increment'],
  ['profile_append', '$append'],
  ['profile_unset', '$unset'],
])

const changed = (base: NativeEvent, change: Change, properties: Bag): NativeEvent[] =>
  changeEvents(base, { [change]: { ...properties, $is_login_id: undefined } })

/** `_track_id` has too few digits to stand alone. */
function messageIdOf({ distinct_id, _track_id, time, event, type, item_id }: Bag): string | undefined {
  if (textIn(_track_id) === undefined) return undefined
  return idNamed(JSON.stringify([distinct_id, _track_id, time, event ?? type, item_id]))
}

/** `name` is the JSON of what makes an event the same one. */
export function idNamed(name: string): string {
  return `sensors-${hash('sha256', name, 'base64url').slice(0, 27)}`
}

/** By our clock: the device's, moved by how far it was off when it sent. */
const timeOf = ({ time, _flush_time }: Bag, receivedAt: number): string | undefined =>
  correctedTime(numberIn(time), numberIn(_flush_time), receivedAt)

/** All in Unix milliseconds; `undefined` where that is no time. */
export function correctedTime(happened: number, sent: number, receivedAt: number): string | undefined {
  const corrected = happened + (sent > 0 ? receivedAt - sent : 0)
  return Math.abs(corrected) < 8.64e15 && happened > 0 ? isoOf(corrected) : undefined
}
