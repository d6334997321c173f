/** Uses extensions: each gets a narrow view of the tracker, is undone in reverse order, and can fail alone. */
import type { CoreVerbs } from './core-verbs.ts'
import { cornerOf } from './corner.ts'
import type { Extension } from './extension.ts'
import { guardWith } from './guard.ts'
import type { Voice } from './kernel.ts'
import { listen } from './listeners.ts'
import type { Platform, Values } from './platform.ts'
import type { Reporter } from './report.ts'
import type { Additions } from './tracker.ts'

export interface Extensions {
  /** False when it failed or when one of that name is already in use. */
  use: (extension: Extension) => boolean
  undoAll: () => void
}

export function createExtensions(
  { visitor, sessionId, joinSession }: Voice,
  additions: Additions,
  { place, now }: Pick<Platform, 'place' | 'now'>,
  state: Values,
  report: Reporter,
  { track, page }: CoreVerbs,
): Extensions {
  const names = new Set<string>()
  const undos: (() => unknown)[] = []
  const use = ({ name, setup }: Extension): boolean => {
    if (names.has(name)) return false
    const guard = guardWith(report, `extension ${name}`)
    guard(() => {
      const undo = setup({
        track,
        page,
        place,
        now,
        sessionId,
        guard,
        state: cornerOf(state, `${name}/`),
        register: (ask) => listen(additions.registered, guard(ask)),
        surround: (source) => listen(additions.around, guard(source)),
        revise: (run) => listen(additions.revisions, run),
        onLeave: (run) => listen(additions.departing, guard(run)),
        onReturn: (run) => listen(additions.returning, guard(run)),
        adopt({ anonymousId, userId, sessionId: session }) {
          visitor.become(anonymousId, userId)
          if (session) joinSession(session)
        },
        carry(run) {
          additions.carrier = run
          return () => {
            if (additions.carrier === run) additions.carrier = undefined
          }
        },
      })
      names.add(name)
      if (undo) undos.unshift(guard(undo))
    })()
    return names.has(name)
  }
  return {
    use,
    undoAll() {
      for (const undo of undos.splice(0)) undo()
    },
  }
}
