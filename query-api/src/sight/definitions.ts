/** Saved cohorts and questions as they are shown: what they compare hidden properties with is masked. */
import { MASK } from '@firefly/protocol/plan'
import { isComputed, WrongComputed } from '../computed/parse.ts'
import { levelAsked, type Sight } from './sight.ts'

export function definitionSeen<Part>(definition: Part, sight: Sight): Part {
  if (sight.hidden.length === 0) return definition
  if (typeof definition === 'string') return (tells(definition, sight) ? MASK : definition) as Part
  if (typeof definition !== 'object' || definition === null) return definition
  if (Array.isArray(definition)) return definition.map((one) => definitionSeen(one, sight)) as Part
  const { property, value } = definition as { property?: unknown; value?: unknown }
  const isCompared = typeof property === 'string' && value !== undefined && isHidden(property, sight)
  const seen = Object.entries(definition).map(([key, inner]) => [
    key,
    isCompared && key === 'value' ? MASK : definitionSeen(inner, sight),
  ])
  return Object.fromEntries(seen) as Part
}

/** A computed property has the values it compares with in its own text. */
const tells = (text: string, sight: Sight): boolean => isComputed(text) && isHidden(text, sight)

function isHidden(property: string, sight: Sight): boolean {
  try {
    return levelAsked(property, sight) !== undefined
  } catch (error) {
    // A text that only looks like one, and so names no property.
    if (error instanceof WrongComputed) return false
    throw error
  }
}
