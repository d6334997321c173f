/** The capability handed to one extension: a narrow view of the engine, with a corner of the storage. */
import { cornerOf } from './corner.ts'
import type { Engine } from './engine.ts'
import type { ExtensionHost } from './extension.ts'
import { guardWith } from './guard.ts'
import { listen } from './listeners.ts'
import type { Platform } from './platform.ts'
import type { CoreVerbs } from './core-verbs.ts'

export function createHost(
  engine: Engine,
  platform: Platform,
  verbs: CoreVerbs,
  name: string,
): ExtensionHost {
  const guard = guardWith(engine.report, `extension ${name}`)
  const { registered, surroundings, state, leaving, returning, controls } = engine
  return {
    track: verbs.track,
    page: verbs.page,
    register: (ask) => listen(registered, guard(ask)),
    surround: (source) => surroundings.add(guard(source)),
    place: platform.place,
    sessionId: controls.sessionId,
    adopt: engine.adopt,
    revise: (run) => listen(engine.revisions, run),
    carry: engine.carry,
    now: platform.now,
    state: cornerOf(state, `${name}/`),
    onLeave: (run) => listen(leaving, guard(run)),
    onReturn: (run) => listen(returning, guard(run)),
    guard,
  }
}
