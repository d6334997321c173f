/** Properties registered once and sent with every event: fixed or computed. */
import type { Properties } from './event.ts'
import type { State } from './platform.ts'

const KEY = 'registered'

export interface Registered {
  /** Fixed properties are kept between visits; a function is asked for every event. The answer takes it back. */
  register(properties: Properties | (() => Properties)): () => void
  unregister(names: readonly string[]): void
  /** All of them now; computed ones win over fixed ones. */
  all(): Properties
  reset(): void
  /** Takes over what another tab has registered since. */
  refresh(): void
}

export function createRegistered(state: State, onFailure: (error: unknown) => void): Registered {
  const computed = new Set<() => Properties>()
  let fixed: Properties | undefined

  const load = (): Properties => (fixed ??= parse(state.get(KEY)))
  const save = (next: Properties): void => {
    fixed = next
    state.set(KEY, JSON.stringify(next))
  }
  const ask = (source: () => Properties): Properties => {
    try {
      return source()
    } catch (error) {
      onFailure(error)
      return {}
    }
  }
  const unregister = (names: readonly string[]): void =>
    save(Object.fromEntries(Object.entries(load()).filter(([name]) => !names.includes(name))))
  return {
    register(properties) {
      if (typeof properties === 'function') {
        computed.add(properties)
        return () => void computed.delete(properties)
      }
      save({ ...parse(state.get(KEY)), ...properties })
      return () => unregister(Object.keys(properties))
    },
    unregister,
    all: () => Object.assign({}, load(), ...[...computed].map(ask)) as Properties,
    reset() {
      fixed = undefined
      state.remove(KEY)
    },
    refresh() {
      fixed = undefined
    },
  }
}

function parse(text: string | undefined): Properties {
  try {
    return JSON.parse(text ?? '{}') as Properties
  } catch {
    return {}
  }
}
