/** Every property of events that a question names, with its path. */
import { isComputed, parseComputed, propertiesIn } from './computed/parse.ts'
import { EXPORT_FIELDS } from '@firefly/protocol/query/export'

/** Whose property it is. */
export type Source = 'event' | 'user' | 'group'

export interface NamedProperty {
  path: string
  property: string
  source: Source
  /** Only whether it is there at all is asked, which may be asked of anything. */
  ofAnything: boolean
}

const OF_ANYTHING = new Set(['is_set', 'is_not_set'])

/** Columns of an export that are no properties. */
const FIELDS = new Set<unknown>(EXPORT_FIELDS)

/** Those that have to be there; what they are made of, where they are computed. */
export const neededProperties = (question: unknown): Omit<NamedProperty, 'ofAnything'>[] =>
  namedProperties(question).flatMap(({ path, property, source, ofAnything }) => {
    if (ofAnything) return []
    const all = isOfEvent(source, property) ? propertiesIn(parseComputed(property)) : [property]
    return all.map((one) => ({ path, source, property: one }))
  })

const isOfEvent = (source: Source, property: string): boolean => source === 'event' && isComputed(property)

/** In the order of the question. */
export function namedProperties(question: unknown): NamedProperty[] {
  const found: NamedProperty[] = []
  const add = (path: string, property: unknown, source: Source = 'event', ofAnything = false): void => {
    if (typeof property === 'string') found.push({ path, property, source, ofAnything })
  }
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    const { property, properties, hold, by, columns, source, operator } = value as Record<string, unknown>
    const at = (key: string): string => (path ? `${path}.${key}` : key)
    add(at('property'), property, source as Source | undefined, OF_ANYTHING.has(String(operator)))
    if (Array.isArray(properties)) properties.forEach((one, index) => add(at(`properties.${index}`), one))
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
