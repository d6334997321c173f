/** What a project knows about a user, changed by events of reserved names. */
import { bagOf, type Properties } from '@firefly/core/event'
import type { Message, Moment, Whose } from './message.ts'

export type Change = Whose & Moment & { properties: Properties }

export interface UserVerbs {
  /** The user's properties have these values from here on. */
  set: (change: Change) => void
  /** The same for those that have no value yet. */
  setOnce: (change: Change) => void
  /** Adds to numbers. */
  increment: (change: Change & { properties: Record<string, number> }) => void
  /** Adds a value to each list. */
  append: (change: Change) => void
  unset: (change: Whose & Moment & { names: readonly string[] }) => void
}

/** `counted` keeps what a verb throws, and counts it. */
export function userVerbs(
  say: (message: Message) => void,
  counted: <Given>(speak: (given: Given) => void) => (given: Given) => void,
): UserVerbs {
  const as = (event: string): ((change: Change) => void) =>
    counted((change) => say({ ...change, type: 'track', event, properties: bagOf(change.properties) }))
  const unset = as('$unset')
  return {
    set: as('$set'),
    setOnce: as('$set_once'),
    increment: as('$increment'),
    append: as('$append'),
    unset: counted(({ names, ...change }) =>
      unset({ ...change, properties: Object.fromEntries(names.map((name) => [name, true])) }),
    ),
  }
}
