/** What a project knows about a user, changed by events of reserved names. */
import type { Tell } from './kernel.ts'
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

export function createUserVerbs(tell: Tell): UserVerbs {
  /** One property by name and value, or a bag of several. */
  const change =
    (event: string) =>
    (property: unknown, value?: unknown): void => {
      const bag: object = typeof property === 'string' ? { [property]: value } : bagOf(property)
      if (Object.keys(bag)[0]) tell({ type: 'track', event }, undefined, bag)
    }
  const increment = change('$increment')
  const unset = change('$unset')
  return {
    set: change('$set'),
    setOnce: change('$set_once'),
    increment: (property, by = 1) => increment(property, by),
    append: change('$append'),
    unset: (...names) => unset(Object.fromEntries(names.map((name) => [name, true]))),
  }
}
