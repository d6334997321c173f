/** Properties registered once and sent with every event, kept between visits. */
import { bagOf, type Properties } from './event.ts'
import { objectIn } from './json.ts'
import type { State } from './platform.ts'

const KEY = 'registered'

export interface Registered {
  register: (properties: Properties) => void
  unregister: (names: readonly string[]) => void
  all: () => Properties
  reset: () => void
}

export function createRegistered(state: State): Registered {
  /** Read anew each time: another tab may have registered more. */
  const all = (): Properties => objectIn(state.get(KEY))
  const save = (properties: Properties): void => {
    state.set(KEY, JSON.stringify(properties))
  }
  return {
    register: (properties) => save({ ...all(), ...bagOf(properties) }),
    unregister(names) {
      const rest = all()
      for (const name of names) delete rest[name]
      save(rest)
    },
    all,
    reset: () => state.remove(KEY),
  }
}
