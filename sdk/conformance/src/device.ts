/** The port: what a scenario needs of a device with one flavour of the SDK on it. */
import type { Value } from './scenario.ts'

/** What not every flavour has. */
export type Capability =
  /** Somebody's own device, with an id of its own and a person who signs in and out. */
  | 'person'
  | 'session'
  | 'consent'
  /** Properties that go with every event, and timed events. */
  | 'registered'
  /** All verbs, beyond `track`, `page`, `identify` and `reset`. */
  | 'verbs'
  /** Leaves a property out of its event, whatever it is. */
  | 'trimming'
  /** Several visits at once that share what they keep. */
  | 'tabs'
  /** Is told whether there is a network. */
  | 'network'
  /** Leaves the front and comes back without ending. */
  | 'background'

export interface StartOptions {
  writeKey: string
  host: string
  consent?: 'required'
  maxQueueEvents?: number
  requestTimeout: number
  flushInterval: number
  flushAt?: number
}

export interface Device {
  /** Begins a visit: loads what is shipped, and starts it with nothing captured by itself. */
  start: (options: StartOptions, storage?: 'full') => Promise<void>
  /** What follows happens in this tab; the first time begins a visit there like the last one. The first tab is 0. */
  tab?: (index: number) => Promise<void>
  /** Calls a verb, once or so often in one go; resolves with what it answers. */
  call: (verb: string, args: readonly Value[], times?: number) => Promise<void>
  network: (isThere: boolean) => Promise<void>
  background: () => Promise<void>
  foreground: () => Promise<void>
  /** Ends the visit as a person does; what is kept stays. */
  close: () => Promise<void>
  /** Ends it without a word. */
  crash: () => Promise<void>
  /** The clock goes on by so many milliseconds at once. */
  pass: (ms: number) => Promise<void>
  /** All that the SDK keeps on the device, as text; empty when that is nothing. */
  kept: () => Promise<string>
  dispose: () => Promise<void>
}

export interface Flavour {
  name: string
  /** What every event says of where it comes from. */
  platform: string
  /** Why it cannot do what some scenarios need. */
  lacks: Partial<Record<Capability, string>>
  /** Times by which its clock is faster than ours; timers included. */
  speed: number
  /** What its device loads from the collector, by path. */
  pages?: () => ReadonlyMap<string, string>
  open: (origin: string) => Promise<Device>
}
