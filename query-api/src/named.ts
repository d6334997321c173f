/** Every property of events that a question names, with its path. */
import { EXPORT_FIELDS } from '@firefly/protocol/query/export'

export interface NamedProperty {
  path: string
  property: string
}

/** Whether something is there at all may be asked of anything. */
const OF_ANYTHING = new Set(['is_set', 'is_not_set'])

/** Columns of an export that are no properties. */
const FIELDS = new Set<unknown>(EXPORT_FIELDS)

/** In the order of the question. Properties of people are no properties of events. */
export function namedProperties(question: unknown): NamedProperty[] {
  const found: NamedProperty[] = []
  const add = (path: string, property: unknown): void => {
    if (typeof property === 'string') found.push({ path, property })
  }
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    const { property, hold, by, columns, source, operator } = value as Record<string, unknown>
    const at = (key: string): string => (path ? `${path}.${key}` : key)
    if (source !== 'user' && !OF_ANYTHING.has(String(operator))) add(at('property'), property)
    if (Array.isArray(hold)) hold.forEach((one, index) => add(at(`hold.${index}`), one))
    if (Array.isArray(columns))
      columns.forEach((one, index) => FIELDS.has(one) || add(at(`columns.${index}`), one))
    // Paths may go by the names of what happened, which is no property.
    if (by !== 'event') add(at('by'), by)
    for (const [key, inner] of Object.entries(value)) visit(inner, at(key))
  }
  visit(question, '')
  return found
}
