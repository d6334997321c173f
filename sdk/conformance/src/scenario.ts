/** A scenario: what somebody does on a device, how the collector behaves meanwhile, and what must have arrived in the end. */
import type { Behaviour } from './collector/behaviour.ts'
import type { Capability } from './device.ts'

/** JSON, and things that JSON has no words for: `{ $odd: 'cycle' }`. */
export type Value = string | number | boolean | null | { [name: string]: Value } | readonly Value[]

export type Step =
  /** Calls a verb. `times` calls it so often in one go, with `-0`, `-1` … after a name that comes first. */
  | { call: string; with: readonly Value[]; times?: number }
  /** How the next batches are answered, one each; the last of them from then on. */
  | { answers: readonly Behaviour[] }
  /** A visit begins; the first one has begun already. */
  | { start: Options }
  | { device: 'offline' | 'online' | 'background' | 'foreground' | 'close' | 'crash' }
  /** From here on things happen in this tab, opened where it is new; the first one is 0. */
  | { tab: number }
  /** The device's clock goes on by so many minutes at once. */
  | { minutes: number }
  /** Waits until so many batches have been sent in all, whatever became of them. */
  | { asked: number }
  /** Waits until events of these names have arrived. */
  | { arrived: readonly string[] }
  /** Waits until the device keeps this text. */
  | { kept: string }
  /** Nothing has been sent, and the device keeps none of these texts; an empty list: it keeps nothing at all. */
  | { silent: readonly string[] }

/** What of the options all flavours share is set here. */
export interface Options {
  consent?: 'required'
  maxQueueEvents?: number
  requestTimeout?: number
  flushAt?: number
  /** The device has no room to keep anything. */
  storage?: 'full'
}

/** What is looked at of an event; what is not named may be anything. */
export interface Expected {
  /** Default `track`. */
  type?: string
  event?: string
  /** These and no others; `{ $atLeast: 60 }` stands for a number. */
  properties?: Record<string, Value>
  traits?: Record<string, Value>
  previousId?: string
  groupId?: string
  /** Null: nobody is signed in. */
  user?: string | null
  /** Labels: events with the same one have the same id, events with others have others. */
  device?: string
  session?: string
}

export interface Scenario {
  /** A sentence that users can hold us to. */
  name: string
  /** What the device must be able to do; a flavour that cannot says why. */
  needs?: readonly Capability[]
  options?: Options
  steps: readonly Step[]
  /** All that arrives, each once by its message id. */
  arrives: readonly Expected[]
  /** `any` where one visit's events may overtake another's. Default: as they were told. */
  order?: 'any'
  /** Allowed where an answer may go unheard: then the same event comes again, under the same id. */
  copies?: 'allowed'
  /** Events of these names may be sent once, whatever is answered. */
  sentOnce?: readonly string[]
  /** Most batches that may be sent. */
  mostBatches?: number
  /** At least so many milliseconds of the device lie between the batch of this place, from 0, and the next. */
  pause?: { after: number; ms: number }
}
