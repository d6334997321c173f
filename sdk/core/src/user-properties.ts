/** What a project knows about a user, changed by events of reserved names. */
import type { Said } from './compose.ts'
import { bagOf, type Properties } from './event.ts'

export interface UserVerbs {
  /** The user's properties have these values from here on. */
  set: (properties: Properties) => void
  /** The same for those that have no value yet. */
  setOnce: (properties: Properties) => void
  /** Adds to numbers: by name and amount (default 1), or several at once. */
  increment: (property: string | Record<string, number>, by?: number) => void
  /** Adds a value to a list, or to several at once. */
  append: (property: string | Properties, value?: unknown) => void
  unset: (...names: string[]) => void
}

/** One property by name and value, or a bag of several. */
const given = (property: unknown, value: unknown): Properties =>
  typeof property === 'string' ? { [property]: value } : bagOf(property)

export function createUserVerbs(capture: (said: Said) => void): UserVerbs {
  const change = (event: string, properties: Properties): void => {
    if (Object.keys(properties).length > 0) capture({ type: 'track', event, properties })
  }
  return {
    set: (properties) => change('$set', bagOf(properties)),
    setOnce: (properties) => change('$set_once', bagOf(properties)),
    increment: (property, by = 1) => change('$increment', given(property, by)),
    append: (property, value) => change('$append', given(property, value)),
    unset: (...names) => change('$unset', Object.fromEntries(names.map((name) => [name, true]))),
  }
}
