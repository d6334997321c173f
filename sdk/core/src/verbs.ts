/** All verbs: those of the core, and what sites ask for beside them. */
import { type CoreVerbs, createCoreVerbs, type Grammar } from './core-verbs.ts'
import type { Engine } from './engine.ts'
import { bagOf, type EventOptions, type Properties } from './event.ts'
import { guardWith } from './guard.ts'
import { listen } from './listeners.ts'
import { createRegistered } from './registered.ts'
import type { AnyEvents } from './typed-events.ts'
import { createUserVerbs, type UserVerbs } from './user-properties.ts'

export interface Verbs<Events extends object = AnyEvents> extends CoreVerbs<Events>, UserVerbs {
  /** A screen of an app was seen; events that follow say they happened there. */
  screen: (name: string, properties?: Properties, options?: EventOptions) => void
  /** `previousId` (default: the current user or device) and `userId` are one person. */
  alias: (userId: string | number, previousId?: string | number) => void
  /** The user belongs to this group (a company, a team). */
  group: (groupId: string | number, traits?: Properties) => void
  /** Adds properties to every event from here on; fixed ones are kept between visits, a function is asked each time. */
  register: (properties: Properties | (() => Properties)) => void
  unregister: (...names: string[]) => void
  /** Starts a clock; the next `track` of that name carries `$duration` in seconds. */
  time: (event: string) => void
}

export function createVerbs(engine: Engine, grammar: Grammar, now: () => number): Verbs {
  const { identity, state, capture, registered, report } = engine
  const { say, nameOf, checked } = grammar
  const fixed = createRegistered(state)
  const clocks = new Map<string | undefined, number>()
  let shown: { screen: { name: string } } | undefined
  engine.surroundings.add(() => shown)
  registered.add(fixed.all)
  engine.revisions.add((event) => {
    const startedAt = clocks.get(event.event)
    if (startedAt === undefined) return
    clocks.delete(event.event)
    event.properties = { $duration: Math.max(0, now() - startedAt) / 1000, ...event.properties }
  })

  return {
    ...createCoreVerbs(engine, grammar),
    screen(title, properties, options) {
      const name = nameOf(title)
      if (!name) return
      shown = { screen: { name } }
      say({ type: 'screen' }, options, { name }, properties)
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
      fixed.reset()
      engine.reset()
    },
    register(properties) {
      if (typeof properties === 'function') listen(registered, guardWith(report, 'register')(properties))
      else fixed.register(properties)
    },
    unregister: (...names) => fixed.unregister(names),
    time(event) {
      clocks.set(event, now())
    },
  }
}
