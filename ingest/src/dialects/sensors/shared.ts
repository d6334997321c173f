/** What the events of a batch share, as JSON: whose they are, which library wrote them, where it ran. Written anew only where an event differs. */
import { loaded } from '../../intake/glance/json.ts'
import { isAsRemembered, isSame, notedOf, rememberProperties } from '../../intake/glance/properties.ts'
import { bitOf } from '../../intake/glance/shapes.ts'
import { plainlyValid } from '../../intake/plainly-valid.ts'
import type { Bag } from '../object.ts'
import { idsOf } from './identity.ts'
import { EVENT, PROPERTIES, WRITTEN_ANEW } from './places.ts'
import { contextOf, propertiesOf } from './properties.ts'

export const shared = {
  /** Ends the properties and goes on behind them, up to the name of a happening. */
  bytes: Buffer.alloc(0),
  device: '',
  /** As it is spelled, with its quotes. */
  distinctId: '',
  isValid: false,
}

const event = EVENT
const NAMES = ['distinct_id', 'anonymous_id', 'login_id', 'identities', 'lib'] as const
const NUMBERS = NAMES.map((name) => event.at[name] as number)
const BITS = NAMES.reduce((bits, name) => bits | bitOf(EVENT, name), 0)
/** Which of them the event that was remembered had, and where their values begin and end. */
const known = { seen: 0, from: new Int32Array(NAMES.length), to: new Int32Array(NAMES.length) }

/** Of the event passed over last; false where it is not certain that it is valid. */
export function share(): boolean {
  if (isAsRemembered(PROPERTIES) && isAsKnown()) return shared.isValid
  rememberProperties(PROPERTIES)
  remember()
  const [sent, noted] = [valuesOf(), notedOf(PROPERTIES)]
  shared.distinctId = JSON.stringify(sent['distinct_id'])
  const about = { ...idsOf(sent, noted), context: contextOf(sent, noted) }
  const device = about.anonymousId || about.userId
  shared.isValid = device !== undefined && plainlyValid({ type: 'page', ...about })
  shared.device = device ?? ''
  const anew = inside(propertiesOf(anewOf(noted)))
  shared.bytes = Buffer.from(`${anew && `,${anew}`}},${inside(about)},"type":"track","event":`)
  return shared.isValid
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

/** Its fields without the braces around them. */
const inside = (fields: object): string => JSON.stringify(fields).slice(1, -1)

function anewOf(noted: Bag): Bag {
  const anew: Bag = {}
  for (const name of WRITTEN_ANEW) if (name in noted) anew[name] = noted[name]
  return anew
}
