/** The verbs, each a sentence about an event. */
import { MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import type { Said } from './compose.ts'
import type { Engine } from './engine.ts'
import { bagOf, type EventOptions, type Properties } from './event.ts'
import { idOf } from './identity.ts'
import type { AnyEvents, Track } from './typed-events.ts'
import { createUserVerbs, type UserVerbs } from './user-properties.ts'

export interface Verbs<Events extends object = AnyEvents> extends UserVerbs {
  /** Something happened. The name is at most 200 characters; a longer one is cut. */
  track: Track<Events>
  /** A page was seen; a browser says by itself which. */
  page: (name?: string | Properties, properties?: Properties, options?: EventOptions) => void
  /** A screen of an app was seen; events that follow say they happened there. */
  screen: (name: string, properties?: Properties, options?: EventOptions) => void
  /** From here on the device's events belong to this user, those before included. */
  identify: (userId: string | number, traits?: Properties) => void
  /** `previousId` (default: the current user or device) and `userId` are one person. */
  alias: (userId: string | number, previousId?: string | number) => void
  /** The user belongs to this group (a company, a team). */
  group: (groupId: string | number, traits?: Properties) => void
  /** The user has signed out: a new device id, a new session, nothing registered. Unsent events stay. */
  reset: () => void
  /** Adds properties to every event from here on; fixed ones are kept between visits, a function is asked each time. */
  register: (properties: Properties | (() => Properties)) => void
  unregister: (...names: string[]) => void
  /** Starts a clock; the next `track` of that name carries `$duration` in seconds. */
  time: (event: string) => void
}

export function createVerbs(engine: Engine, now: () => number): Verbs {
  const { identity, registered, capture, lose } = engine
  const clocks = new Map<string, number>()
  let shown: { screen: { name: string } } | undefined
  engine.surroundings.add(() => shown)

  const say = (said: Said, options: EventOptions | undefined, ...properties: unknown[]): void =>
    capture(
      { ...said, properties: Object.assign(registered.all(), ...properties.map(bagOf)) as Properties },
      options,
    )
  const durationOf = (event: string): Properties | undefined => {
    const startedAt = clocks.get(event)
    return startedAt !== undefined && clocks.delete(event)
      ? { $duration: Math.max(0, now() - startedAt) / 1000 }
      : undefined
  }
  const nameOf = (name: unknown): string => {
    if (typeof name === 'string' && name) {
      const cut = name.slice(0, MAX_NAME_LENGTH)
      if (cut !== name) engine.report({ kind: 'trimmed', event: cut, names: ['event'] })
      return cut
    }
    lose('invalid_name')
    return ''
  }
  const checked = (id: unknown): string => idOf(id) || (lose('invalid_id'), '')

  return {
    track(event, properties, options) {
      const name = nameOf(event)
      if (name) say({ type: 'track', event: name }, options, durationOf(name), properties)
    },
    page(name, properties, options) {
      say({ type: 'page' }, options, typeof name === 'string' ? { name } : name, properties)
    },
    screen(title, properties, options) {
      const name = nameOf(title)
      if (!name) return
      shown = { screen: { name } }
      say({ type: 'screen' }, options, { name }, properties)
    },
    identify(userId, traits) {
      const id = checked(userId)
      if (!id) return
      identity.identify(id)
      capture({ type: 'identify', traits: bagOf(traits) })
    },
    alias(user, previous) {
      const userId = checked(user)
      const previousId = userId && checked(previous ?? identity.userId() ?? identity.anonymousId())
      if (previousId) capture({ type: 'alias', userId, previousId })
    },
    group(group, traits) {
      const groupId = checked(group)
      if (groupId) capture({ type: 'group', groupId, traits: bagOf(traits) })
    },
    ...createUserVerbs(capture),
    reset() {
      clocks.clear()
      engine.reset()
    },
    register(properties) {
      registered.register(properties)
    },
    unregister: (...names) => registered.unregister(names),
    time(event) {
      clocks.set(event, now())
    },
  }
}
