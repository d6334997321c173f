/** The capability handed to one extension: a narrow view of the engine, with a corner of the storage. */
import type { Engine } from './engine.ts'
import type { ExtensionHost } from './extension.ts'
import { guardWith } from './guard.ts'
import type { Platform } from './platform.ts'
import type { Verbs } from './verbs.ts'

export function createHost(engine: Engine, platform: Platform, verbs: Verbs, name: string): ExtensionHost {
  const guard = guardWith((error) => engine.report({ kind: 'failed', where: `extension ${name}`, error }))
  const keyOf = (key: string): string => `${name}/${key}`
  return {
    track: verbs.track,
    page: (properties, options) => verbs.page(properties, undefined, options),
    register: (properties) => engine.registered.register(guard(properties, {})),
    surround: (source) => engine.surroundings.add(guard(source, undefined)),
    place: () => platform.place(),
    sessionId: engine.sessionId,
    now: () => platform.now(),
    state: {
      get: (key) => engine.state.get(keyOf(key)),
      set: (key, value) => engine.state.set(keyOf(key), value),
      remove: (key) => engine.state.remove(keyOf(key)),
    },
    onLeave: (run) => listen(engine.leaving, guard(run, undefined)),
    onReturn: (run) => listen(engine.returning, guard(run, undefined)),
    guard: (run) => guard(run, undefined),
  }
}

function listen<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
