/** The verbs, each a sentence about an event. */
import { MAX_NAME_LENGTH } from '@firefly/protocol/limits'
import type { Said } from './compose.ts'
import type { Engine } from './engine.ts'
import type { EventOptions, Properties } from './event.ts'
import { idOf } from './identity.ts'

export interface Verbs {
  /** Something happened. The name is at most 200 characters; a longer one is cut. */
  track(event: string, properties?: Properties, options?: EventOptions): void
  /** A page was seen; a browser says by itself which. */
  page(name?: string | Properties, properties?: Properties, options?: EventOptions): void
  /** A screen of an app was seen; events that follow say they happened there. */
  screen(name: string, properties?: Properties, options?: EventOptions): void
  /** From here on the device's events belong to this user, those before included. */
  identify(userId: string | number, traits?: Properties): void
  /** `previousId` (default: the current user or device) and `userId` are one person. */
  alias(userId: string | number, previousId?: string | number): void
  /** The user belongs to this group (a company, a team). */
  group(groupId: string | number, traits?: Properties): void
  /** The user has signed out: a new device id, a new session, nothing registered. Unsent events stay. */
  reset(): void
  /** Adds properties to every event from here on; fixed ones are kept between visits, a function is asked each time. */
  register(properties: Properties | (() => Properties)): void
  unregister(...names: string[]): void
  /** Starts a clock; the next `track` of that name carries `$duration` in seconds. */
  time(event: string): void
}

export function createVerbs(engine: Engine, now: () => number): Verbs {
  const { identity, registered, capture, lose } = engine
  const clocks = new Map<string, number>()
  let shown: { screen: { name: string } } | undefined
  engine.surroundings.add(() => shown)

  const say = (said: Said, properties: Properties | undefined, options?: EventOptions): void =>
    capture(
      { ...said, properties: { ...registered.all(), ...durationOf(said.event), ...properties } },
      options,
    )
  const durationOf = (event: string | undefined): Properties | undefined => {
    const startedAt = event === undefined ? undefined : clocks.get(event)
    if (event === undefined || startedAt === undefined) return undefined
    clocks.delete(event)
    return { $duration: Math.max(0, now() - startedAt) / 1000 }
  }
  const named = (name: unknown, run: (name: string) => void): void => {
    if (typeof name === 'string' && name !== '') run(name.slice(0, MAX_NAME_LENGTH))
    else lose('invalid_name', 'expected a name')
  }
  const withId = (id: unknown, run: (id: string) => void): void => {
    const text = idOf(id)
    if (text === undefined) lose('invalid_id', 'expected an id of 1 to 256 characters')
    else run(text)
  }
  const bag = (traits: Properties | undefined): { traits: Properties } => ({ traits: { ...traits } })

  return {
    track: (event, properties, options) =>
      named(event, (name) => say({ type: 'track', event: name }, properties, options)),
    page(name, properties, options) {
      if (typeof name !== 'string') return say({ type: 'page' }, { ...name, ...properties }, options)
      say({ type: 'page' }, { name, ...properties }, options)
    },
    screen: (screen, properties, options) =>
      named(screen, (name) => {
        shown = { screen: { name } }
        say({ type: 'screen' }, { name, ...properties }, options)
      }),
    identify: (userId, traits) =>
      withId(userId, (id) => {
        identity.identify(id)
        capture({ type: 'identify', ...bag(traits) })
      }),
    alias: (userId, previousId) =>
      withId(userId, (id) =>
        withId(previousId ?? identity.userId() ?? identity.anonymousId(), (previous) =>
          capture({ type: 'alias', userId: id, previousId: previous }),
        ),
      ),
    group: (groupId, traits) =>
      withId(groupId, (id) => capture({ type: 'group', groupId: id, ...bag(traits) })),
    reset() {
      clocks.clear()
      engine.reset()
    },
    register: (properties) => void registered.register(properties),
    unregister: (...names) => registered.unregister(names),
    time: (event) => void clocks.set(event, now()),
  }
}
