/**
 * What the events of a body share, as JSON: whose they are, which library wrote them, where it ran, what was shown. It is
 * translated anew only where an event differs, by the same functions that translate parsed events.
 */
import type { Context } from '@firefly/protocol/wire'
import {
  forgetProperties,
  isAsRemembered,
  type Properties,
  rememberProperties,
} from '../intake/glance/properties.ts'
import { write } from '../intake/glance/written.ts'
import { plainlyValid } from '../intake/plainly-valid.ts'
import type { Bag } from './object.ts'

export interface Sharing {
  properties: Properties
  /** Names that are written anew, so they are not copied. */
  anew: readonly string[]
  /** Whose an event is and all around it but the page, from what lasts of its properties. */
  aboutOf: (noted: Bag) => About
  pageOf: (noted: Bag) => Context['page']
  propertiesOf: (noted: Bag) => Bag
}

export interface About {
  userId?: string | undefined
  anonymousId?: string | undefined
  context: Context
}

export interface Shared {
  device: string
  /** To be called for each body. */
  forget(): void
  /** Of the event passed over last; false where it is not certain that it is valid. `isAlike`: what is beside the properties is as before. */
  share(isAlike: boolean): boolean
  /** Ends the properties and goes on behind them: up to the name of a happening, or with the type of a page that was shown. */
  write(kind: 'track' | 'page'): void
}

const NOTHING = Buffer.alloc(0)

export function createShared({ properties, anew, aboutOf, pageOf, propertiesOf }: Sharing): Shared {
  const { lasting, shown } = properties
  let isValid = false
  /** In the order in which they are written; the last one is either of two. */
  let [moved, around, track, page] = [NOTHING, NOTHING, NOTHING, NOTHING]
  const anewOf = (noted: Bag): string => {
    const own: Bag = {}
    for (const name of anew) if (name in noted) own[name] = noted[name]
    const text = inside(propertiesOf(own))
    return text && `,${text}`
  }
  const renewLasting = (): void => {
    const noted = rememberProperties(properties, lasting)
    const { userId, anonymousId, context } = aboutOf(noted)
    const device = anonymousId || userId
    isValid = device !== undefined && plainlyValid({ type: 'page', userId, anonymousId, context })
    shared.device = device ?? ''
    // There is more behind it: the context has a library always, and so a comma where a page follows.
    around = Buffer.from(`${anewOf(noted)}},${inside({ userId, anonymousId, context }).slice(0, -1)}`)
  }
  const renewShown = (): void => {
    const noted = rememberProperties(properties, shown)
    moved = Buffer.from(anewOf(noted))
    const text = inside({ page: pageOf(noted) })
    const end = `${text && `,${text}`}},"type":`
    track = Buffer.from(`${end}"track","event":`)
    page = Buffer.from(`${end}"page"`)
  }
  const shared: Shared = {
    device: '',
    forget: () => forgetProperties(properties),
    share(isAlike) {
      if (!isAlike || !isAsRemembered(properties, lasting)) renewLasting()
      if (!isAsRemembered(properties, shown)) renewShown()
      return isValid
    },
    write(kind) {
      if (moved.length > 0) write(moved)
      write(around)
      write(kind === 'page' ? page : track)
    },
  }
  return shared
}

/** Its fields without the braces around them. */
const inside = (fields: object): string => JSON.stringify(fields).slice(1, -1)
