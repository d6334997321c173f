/** What the events of a Sensors body share. */
import { loaded } from '../../intake/glance/json.ts'
import { isSame } from '../../intake/glance/properties.ts'
import { bitOf } from '../../intake/glance/shapes.ts'
import type { Bag } from '../object.ts'
import { createShared } from '../shared.ts'
import { idsOf } from './identity.ts'
import { EVENT, PROPERTIES, WRITTEN_ANEW } from './places.ts'
import { contextOf, pageOf, propertiesOf } from './properties.ts'

const event = EVENT
const NAMES = ['distinct_id', 'anonymous_id', 'login_id', 'identities', 'lib'] as const
const NUMBERS = NAMES.map((name) => event.at[name] as number)
const BITS = NAMES.reduce((bits, name) => bits | bitOf(EVENT, name), 0)
/** Which of them the event that was remembered had, and where their values begin and end. */
const known = { seen: 0, from: new Int32Array(NAMES.length), to: new Int32Array(NAMES.length) }

/** Beside the properties. */
let sent: Bag = {}
export const distinctId = { text: '' }

export const shared = createShared({
  properties: PROPERTIES,
  anew: WRITTEN_ANEW,
  aboutOf(noted) {
    const { userId, anonymousId } = idsOf(sent, noted)
    return { userId, anonymousId, context: contextOf(sent, noted) }
  },
  pageOf,
  propertiesOf,
})

/** To be called for each body. */
export function beginSharing(): void {
  known.seen = 0
  shared.forget()
}

/** Of the event passed over last; false where it is not certain that it is valid. */
export function share(): boolean {
  const isAlike = isAsKnown()
  if (!isAlike) {
    remember()
    sent = valuesOf()
    // As it is spelled, with its quotes.
    distinctId.text = JSON.stringify(sent['distinct_id'])
  }
  return shared.share(isAlike)
}

function isAsKnown(): boolean {
  if ((event.seen & BITS) !== known.seen) return false
  for (let at = 0; at < NUMBERS.length; at++) {
    const name = NUMBERS[at] as number
    if ((event.seen & (1 << name)) === 0) continue
    const from = event.from[name] as number
    const to = event.to[name] as number
    if (!isSame(from, to, known.from[at] as number, known.to[at] as number)) return false
  }
  return true
}

function remember(): void {
  known.seen = event.seen & BITS
  NUMBERS.forEach((name, at) => {
    known.from[at] = event.from[name] as number
    known.to[at] = event.to[name] as number
  })
}

function valuesOf(): Bag {
  const values: Bag = {}
  NAMES.forEach((name, at) => {
    const number = NUMBERS[at] as number
    if ((event.seen & (1 << number)) !== 0)
      values[name] = JSON.parse(loaded.toString('utf8', event.from[number], event.to[number]))
  })
  return values
}
