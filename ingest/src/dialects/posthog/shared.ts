/** What the events of a batch share, as JSON: whose they are, which library wrote them, where it ran. Written anew only where an event differs. */
import { isAsRemembered, notedOf, rememberProperties } from '../../intake/glance/properties.ts'
import { textAt } from '../../intake/glance/shapes.ts'
import { plainlyValid } from '../../intake/plainly-valid.ts'
import type { Bag } from '../object.ts'
import { idsOf } from './identity.ts'
import { EVENT, PROPERTIES, WRITTEN_ANEW } from './places.ts'
import { contextOf, propertiesOf } from './properties.ts'

const NOTHING = Buffer.alloc(0)
export const shared = {
  /** Ends the properties and goes on behind them, up to the name of a happening. */
  bytes: NOTHING,
  /** The same of a page that was shown. */
  ofPage: NOTHING,
  device: '',
  isValid: false,
}
let library: string | undefined
/** Beside the properties. */
let ids: Bag = {}

/** To be called for each body. */
export function beginSharing(told: string | undefined): void {
  library = told
}

/** Of the event passed over last; false where it is not certain that it is valid. */
export function share(): boolean {
  const [distinct_id, $distinct_id] = [textAt(EVENT, 'distinct_id'), textAt(EVENT, '$distinct_id')]
  const isSame = ids['distinct_id'] === distinct_id && ids['$distinct_id'] === $distinct_id
  if (isSame && isAsRemembered(PROPERTIES)) return shared.isValid
  rememberProperties(PROPERTIES)
  ids = { distinct_id, $distinct_id }
  const noted = notedOf(PROPERTIES)
  const { userId, anonymousId } = idsOf(ids, noted)
  const about = { userId, anonymousId, context: contextOf(noted, library) }
  const device = anonymousId || userId
  shared.isValid = device !== undefined && plainlyValid({ type: 'page', ...about })
  shared.device = device ?? ''
  const anew = inside(propertiesOf(anewOf(noted)))
  const both = `${anew && `,${anew}`}},${inside(about)}`
  shared.bytes = Buffer.from(`${both},"type":"track","event":`)
  shared.ofPage = Buffer.from(`${both},"type":"page"`)
  return shared.isValid
}

/** Its fields without the braces around them. */
const inside = (fields: object): string => JSON.stringify(fields).slice(1, -1)

function anewOf(noted: Bag): Bag {
  const anew: Bag = {}
  for (const name of WRITTEN_ANEW) if (name in noted) anew[name] = noted[name]
  return anew
}
