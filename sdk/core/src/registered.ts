/** Properties registered once and sent with every event: fixed or computed. */
import { bagOf, type Properties } from './event.ts'
import type { Guard } from './guard.ts'
import { listen } from './listeners.ts'
import { objectIn } from './json.ts'
import type { State } from './platform.ts'

const KEY = 'registered'

export interface Registered {
  /** Fixed properties are kept between visits; a function is asked for every event. The answer takes it back. */
  register: (properties: Properties | (() => Properties)) => () => void
  unregister: (names: readonly string[]) => void
  /** All of them now; computed ones win over fixed ones. */
  all: () => Properties
  reset: () => void
}

export function createRegistered(state: State, guard: Guard): Registered {
  const computed = new Set<() => Properties | undefined>()
  /** Read anew each time: another tab may have registered more. */
  const fixed = (): Properties => objectIn(state.get(KEY))
  const save = (properties: Properties): void => {
    state.set(KEY, JSON.stringify(properties))
  }
  const unregister = (names: readonly string[]): void => {
    const entries = Object.entries(fixed())
    save(Object.fromEntries(entries.filter(([name]) => !names.includes(name))))
  }
  return {
    register(properties) {
      if (typeof properties === 'function') return listen(computed, guard(properties))
      save({ ...fixed(), ...bagOf(properties) })
      return () => unregister(Object.keys(bagOf(properties)))
    },
    unregister,
    all: () => Object.assign(fixed(), ...Array.from(computed).map((ask) => bagOf(ask()))) as Properties,
    reset: () => state.remove(KEY),
  }
}
