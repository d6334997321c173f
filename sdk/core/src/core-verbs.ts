/** The verbs that no site does without, each a sentence about an event. */
import { MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import type { Said } from './compose.ts'
import type { Engine } from './engine.ts'
import { bagOf, type EventOptions, type Properties } from './event.ts'
import { idOf } from './identity.ts'
import type { AnyEvents, Track } from './typed-events.ts'

export interface CoreVerbs<Events extends object = AnyEvents> {
  /** Something happened. The name is at most 200 characters; a longer one is cut. */
  track: Track<Events>
  /** A page was seen; a browser says by itself which. */
  page: (name?: string | Properties, properties?: Properties, options?: EventOptions) => void
  /** From here on the device's events belong to this user, those before included. */
  identify: (userId: string | number, traits?: Properties) => void
  /** The user has signed out: a new device id, a new session, nothing registered. Unsent events stay. */
  reset: () => void
}

/** What verbs are made of. */
export interface Grammar {
  /** Captures an event with what is registered under its own properties; later ones win. */
  say: (said: Said, options: EventOptions | undefined, ...properties: unknown[]) => void
  /** A usable name, or none and the event is lost. */
  nameOf: (name: unknown) => string
  /** A usable id, or none and the event is lost. */
  checked: (id: unknown) => string
}

export const createGrammar = ({ capture, lose, report, registered }: Engine): Grammar => ({
  say(said, options, ...bags) {
    const properties: Properties = {}
    const add = (bag: unknown): unknown => Object.assign(properties, bagOf(bag))
    registered.forEach((ask) => add(ask()))
    bags.forEach(add)
    capture({ ...said, properties }, options)
  },
  nameOf(name) {
    if (typeof name === 'string' && name) {
      const cut = name.slice(0, MAX_NAME_LENGTH)
      if (cut !== name) report({ kind: 'trimmed', event: cut, names: ['event'] })
      return cut
    }
    lose('invalid_name')
    return ''
  },
  checked: (id) => idOf(id) || (lose('invalid_id'), ''),
})

export const createCoreVerbs = (
  { identity, capture, reset }: Engine,
  { say, nameOf, checked }: Grammar,
): CoreVerbs => ({
  track(event, properties, options) {
    const name = nameOf(event)
    if (name) say({ type: 'track', event: name }, options, properties)
  },
  page(name, properties, options) {
    say({ type: 'page' }, options, typeof name === 'string' ? { name } : name, properties)
  },
  identify(userId, traits) {
    const id = checked(userId)
    if (!id) return
    identity.identify(id)
    capture({ type: 'identify', traits: bagOf(traits) })
  },
  reset,
})
