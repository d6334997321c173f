/** RudderStack's pixels spell an event as query parameters, with dots for depth: `properties.price=9`. */
import type { Bag } from '../object.ts'

const MOST_PARAMETERS = 500
const MOST_LEVELS = 8

export function eventInQuery(query: Record<string, unknown>): Bag {
  const event: Bag = { context: { library: { name: 'rudderstack-pixel' } } }
  for (const [path, value] of Object.entries(query).slice(0, MOST_PARAMETERS))
    if (path !== 'writeKey') put(event, path.split('.', MOST_LEVELS), value)
  return event
}

/** Own fields only, so that no name of a parameter can reach a prototype. */
function put(into: Bag, [name = '', ...deeper]: string[], value: unknown): void {
  if (name === '__proto__') return
  if (deeper.length === 0) into[name] = value
  else {
    const under = Object.hasOwn(into, name) ? into[name] : undefined
    const next: Bag = typeof under === 'object' && under !== null ? (under as Bag) : {}
    into[name] = next
    put(next, deeper, value)
  }
}
