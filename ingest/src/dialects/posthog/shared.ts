/** What the events of a PostHog body share. */
import { textAt } from '../../intake/glance/shapes.ts'
import { createShared } from '../shared.ts'
import { idsOf } from './identity.ts'
import { EVENT, PROPERTIES, WRITTEN_ANEW } from './places.ts'
import { contextOf, pageOf, propertiesOf } from './properties.ts'

let library: string | undefined
/** Beside the properties. */
let ids: { distinct_id?: string | undefined; $distinct_id?: string | undefined } = {}

export const shared = createShared({
  properties: PROPERTIES,
  anew: WRITTEN_ANEW,
  aboutOf(noted) {
    const { userId, anonymousId } = idsOf(ids, noted)
    return { userId, anonymousId, context: contextOf(noted, library) }
  },
  pageOf,
  propertiesOf,
})

/** To be called for each body. */
export function beginSharing(told: string | undefined): void {
  library = told
  shared.forget()
}

/** Of the event passed over last; false where it is not certain that it is valid. */
export function share(): boolean {
  const distinct_id = textAt(EVENT, 'distinct_id')
  const $distinct_id = textAt(EVENT, '$distinct_id')
  const isAlike = ids.distinct_id === distinct_id && ids.$distinct_id === $distinct_id
  if (!isAlike) ids = { distinct_id, $distinct_id }
  return shared.share(isAlike)
}
