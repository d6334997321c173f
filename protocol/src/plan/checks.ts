/** One check for each planned property: its type and its allowed values, chosen when the plan is compiled. */
import type { PlannedProperty, PropertyType } from '../plan.ts'
import type { ViolationCode } from './violations.ts'

/** A calendar day, or an instant with or without its offset. */
const DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/

export const IS_TYPE: Record<PropertyType, (value: unknown) => boolean> = {
  any: () => true,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && DATE.test(value) && !Number.isNaN(Date.parse(value)),
  list: Array.isArray,
  object: (value) => typeof value === 'object' && !Array.isArray(value),
}

/** A blocked property is told before anything else about it; a wrong type before a wrong value. */
export function checkOf({
  type,
  values,
  status,
}: PlannedProperty): (value: unknown) => ViolationCode | undefined {
  if (status === 'blocked') return () => 'blocked_property'
  const isType = IS_TYPE[type]
  const allowed = values && new Set<unknown>(values)
  const otherwise: ViolationCode | undefined = status === 'deprecated' ? 'deprecated_property' : undefined
  return (value) => {
    if (!isType(value)) return 'wrong_type'
    if (allowed && !allowed.has(value)) return 'wrong_value'
    return otherwise
  }
}
