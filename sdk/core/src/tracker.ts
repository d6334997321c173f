/** The tracker: the verbs a page calls. Nothing it does throws into the page. */
import { createGrammar } from './core-verbs.ts'
import { type Controls, createEngine } from './engine.ts'
import { createExtensions, type Extension } from './extension.ts'
import { createHost } from './extension-host.ts'
import { guardWith } from './guard.ts'
import type { OpenJournal } from './journal.ts'
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

export interface TrackerNeeds {
  platform: Platform
  options: TrackerOptions
  openJournal: OpenJournal
}

/** Starts collecting. Never throws: with options that cannot work it says so on the console and stays silent. */
export function createTracker<Events extends object = AnyEvents>({
  platform,
  options: given,
  openJournal,
}: TrackerNeeds): Tracker<Events> {
  const options = Object(given) as TrackerOptions
  const engine = createEngine(platform, options, openJournal)
  const verbs = createVerbs(engine, createGrammar(engine), platform.now)
  const { use, dispose } = createExtensions((name) => createHost(engine, platform, verbs, name))
  const stop = (): void => {
    dispose()
    engine.stop()
  }
  const guard = guardWith(engine.report, 'tracker')
  const tracker: Tracker = { ...verbs, ...engine.controls, use, stop }
  for (const [name, verb] of Object.entries(tracker))
    Object.assign(tracker, { [name]: guard(verb as () => unknown) })
  for (const extension of options.extensions || []) use(extension)
  return tracker
}
