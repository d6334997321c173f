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

export function userVerbs(say: (message: Message) => void): UserVerbs {
  const as =
    (event: string) =>
    (change: Change): void =>
      say({ ...change, type: 'track', event, properties: bagOf(change.properties) })
  return {
    set: as('$set'),
    setOnce: as('$set_once'),
    increment: as('$increment'),
    append: as('$append'),
    unset: ({ names, ...change }) =>
      as('$unset')({
        ...change,
        properties: Object.fromEntries(names.map((name) => [name, true])),
      }),
  }
}
