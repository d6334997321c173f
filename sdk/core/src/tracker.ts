/** The tracker: the verbs a page calls. Nothing it does throws into the page. */
import type { Consent } from './consent.ts'
import { createEngine, type Engine } from './engine.ts'
import type { EventOptions, Properties } from './event.ts'
import { createExtensions, type Extension } from './extension.ts'
import { createHost } from './extension-host.ts'
import { type Guard, guardWith } from './guard.ts'
import type { TrackerOptions } from './options.ts'
import type { Platform } from './platform.ts'
import { createVerbs, type Verbs } from './verbs.ts'

export type { TrackerOptions } from './options.ts'

export interface Tracker extends Verbs {
  /** Sends what waits; resolves when it is sent or cannot be sent now. Never rejects. */
  flush(): Promise<void>
  /** The user allows collecting, and what waited for that is sent. */
  optIn(): void
  /** The user forbids collecting: everything unsent and everything stored is removed, but for this answer. */
  optOut(): void
  consent(): Consent
  anonymousId(): string
  userId(): string | undefined
  sessionId(): string
  /** Adds an extension; false when it failed or its name is taken. */
  use(extension: Extension): boolean
  /** Undoes the extensions and stops sending; unsent events wait for the next visit. */
  stop(): void
}

/** Starts collecting. Never throws: with options that cannot work it says so on the console and stays silent. */
export function createTracker({
  platform,
  options,
}: {
  platform: Platform
  options: TrackerOptions
}): Tracker {
  const engine = createEngine(platform, options)
  const guard = guardWith((error) => engine.report({ kind: 'failed', where: 'tracker', error }))
  const verbs = createVerbs(engine, () => platform.now())
  const extensions = createExtensions((name) => createHost(engine, platform, verbs, name), engine.report)
  const tracker = guardAll(guard, { ...verbs, ...controls(engine) })
  const use = (extension: Extension): boolean => guard(extensions.use, false)(extension)
  for (const extension of options.extensions ?? []) use(extension)
  const stop = guard(() => {
    extensions.dispose()
    engine.stop()
  }, undefined)
  return { ...tracker, use, stop }
}

const controls = (engine: Engine): Omit<Tracker, keyof Verbs | 'use' | 'stop'> => ({
  flush: engine.flush,
  optIn: engine.optIn,
  optOut: engine.optOut,
  consent: engine.consent,
  anonymousId: engine.identity.anonymousId,
  userId: engine.identity.userId,
  sessionId: engine.sessionId,
})

function guardAll<Verbs extends object>(guard: Guard, verbs: Verbs): Verbs {
  const guarded = Object.entries(verbs).map(([name, run]) => [name, guard(run as () => unknown, undefined)])
  return Object.fromEntries(guarded) as Verbs
}
