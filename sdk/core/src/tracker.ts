/** The tracker: the verbs a page calls. Nothing it does throws into the page. */
import { type CoreVerbs, createCoreVerbs, createGrammar, type Grammar } from './core-verbs.ts'
import { type Controls, createEngine, type Engine } from './engine.ts'
import { createExtensions, type Extension } from './extension.ts'
import { createHost } from './extension-host.ts'
import { guardWith } from './guard.ts'
import type { TrackerOptions } from './options.ts'
import type { Platform } from './platform.ts'
import type { AnyEvents } from './typed-events.ts'
import { createVerbs, type Verbs } from './verbs.ts'

export type { TrackerOptions } from './options.ts'

/** What every tracker can do beside its verbs. */
export interface Frame extends Controls {
  /** Adds an extension; false when it failed or its name is taken. */
  use: (extension: Extension) => boolean
  /** Undoes the extensions and stops sending; unsent events wait for the next visit. */
  stop: () => void
}

/** `Events`: what a tracking plan says of each event's properties, where there is one. */
export interface Tracker<Events extends object = AnyEvents> extends Verbs<Events>, Frame {}

/** The smallest: `track`, `page`, `identify` and `reset`, for pages that count every byte. */
export interface CoreTracker<Events extends object = AnyEvents> extends CoreVerbs<Events>, Frame {}

export interface TrackerNeeds {
  platform: Platform
  options: TrackerOptions
}

/** Starts collecting. Never throws: with options that cannot work it says so on the console and stays silent. */
export const createTracker = <Events extends object = AnyEvents>(needs: TrackerNeeds): Tracker<Events> =>
  trackerWith(needs, (engine, grammar) => createVerbs(engine, grammar, needs.platform.now))

/** The same with the verbs of the core alone. */
export const createCoreTracker = <Events extends object = AnyEvents>(
  needs: TrackerNeeds,
): CoreTracker<Events> => trackerWith(needs, createCoreVerbs)

function trackerWith<Given extends CoreVerbs>(
  { platform, options: given }: TrackerNeeds,
  verbsOf: (engine: Engine, grammar: Grammar) => Given,
): Given & Frame {
  const options = Object(given) as TrackerOptions
  const engine = createEngine(platform, options)
  const verbs = verbsOf(engine, createGrammar(engine))
  const { use, dispose } = createExtensions((name) => createHost(engine, platform, verbs, name))
  const stop = (): void => {
    dispose()
    engine.stop()
  }
  const guard = guardWith(engine.report, 'tracker')
  const tracker = { ...verbs, ...engine.controls, use, stop }
  for (const [name, verb] of Object.entries(tracker))
    Object.assign(tracker, { [name]: guard(verb as () => unknown) })
  for (const extension of options.extensions || []) use(extension)
  return tracker
}
