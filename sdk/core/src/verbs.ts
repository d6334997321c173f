/** All verbs: those of the core, and what sites ask for beside them. */
import type { CoreVerbs } from './core-verbs.ts'
import { bagOf, type EventOptions, type Properties } from './event.ts'
import { guardWith } from './guard.ts'
import type { Tell, Voice } from './kernel.ts'
import { objectIn } from './json.ts'
import { listen } from './listeners.ts'
import type { Values } from './platform.ts'
import type { Reporter } from './report.ts'
import type { Additions } from './tracker.ts'
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

const REGISTERED = 'registered'

export function createVerbs(
  kernel: Voice,
  { registered, around, revisions }: Additions,
  state: Values,
  now: () => number,
  report: Reporter,
): Verbs {
  const { visitor, nameOf, idFor, tell } = kernel
  /** Kept between visits, and read anew each time: another tab may have registered more. */
  const fixed = (): Properties => objectIn(state.get(REGISTERED))
  const fix = (properties: Properties): boolean => state.set(REGISTERED, JSON.stringify(properties))
  const clocks = new Map<string | undefined, number>()
  let shown: { screen: { name: string } } | undefined
  around.add(() => shown)
  registered.add(fixed)
  revisions.add((event) => {
    const startedAt = clocks.get(event.event)
    if (startedAt === undefined) return
    clocks.delete(event.event)
    event.properties = { $duration: Math.max(0, now() - startedAt) / 1000, ...event.properties }
  })
  /** What is registered lies under an event's own properties. */
  const say: Tell = (said, options, ...bags) =>
    tell(said, options, ...Array.from(registered).map((ask) => ask()), ...bags)

  return {
    track(name, properties, options) {
      const event = nameOf(name)
      if (event) say({ type: 'track', event }, options, properties)
    },
    page(name, properties, options) {
      say({ type: 'page' }, options, typeof name === 'string' ? { name } : name, properties)
    },
    identify(user, traits) {
      const id = idFor(user)
      if (!id) return
      visitor.signIn(id)
      tell({ type: 'identify' }, undefined, traits)
    },
    screen(title, properties, options) {
      const name = nameOf(title)
      if (!name) return
      shown = { screen: { name } }
      say({ type: 'screen' }, options, { name }, properties)
    },
    alias(user, previous) {
      const userId = idFor(user)
      const previousId = userId && idFor(previous ?? visitor.userId() ?? visitor.anonymousId())
      if (previousId) tell({ type: 'alias', userId, previousId })
    },
    group(group, traits) {
      const groupId = idFor(group)
      if (groupId) tell({ type: 'group', groupId, traits: bagOf(traits) })
    },
    ...createUserVerbs(tell),
    reset() {
      clocks.clear()
      state.remove(REGISTERED)
      kernel.reset()
    },
    register(properties) {
      if (typeof properties === 'function') listen(registered, guardWith(report, 'register')(properties))
      else fix({ ...fixed(), ...bagOf(properties) })
    },
    unregister(...names) {
      const rest = fixed()
      for (const name of names) delete rest[name]
      fix(rest)
    },
    time(event) {
      clocks.set(event, now())
    },
  }
}
