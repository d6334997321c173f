/** What changes from one plan to another, and whether senders of today would break by it. */
import type { Plan, PlannedProperty } from '../plan.ts'

export interface Change {
  kind: 'added' | 'removed' | 'changed'
  /** `events.Order Completed.properties.total.type`, say. */
  path: string
  from?: unknown
  to?: unknown
  /** Whether what conforms to the old plan may violate the new one. */
  breaking: boolean
}

/** In the order of the paths. */
export function differenceOf(before: Plan, after: Plan): Change[] {
  const changes = [
    ...changesOf(settings(before), settings(after), ''),
    ...propertyChanges(before.properties, after.properties, ''),
    ...eventChanges(before, after),
  ]
  return changes.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

const settings = ({ mode, unplanned, protect }: Plan): object => ({ mode, unplanned, protect })

function eventChanges(before: Plan, after: Plan): Change[] {
  return namesOf(before.events, after.events).flatMap((name): Change[] => {
    const [old, now] = [own(before.events, name), own(after.events, name)]
    const path = `events.${name}`
    if (!now) return [{ kind: 'removed', path, breaking: after.unplanned === 'report' }]
    if (!old) return [{ kind: 'added', path, breaking: now.status === 'blocked' }]
    const { properties: oldProperties, ...oldRest } = old
    const { properties: newProperties, ...newRest } = now
    return [
      ...changesOf(oldRest, newRest, `${path}.`),
      ...propertyChanges(oldProperties, newProperties, `${path}.`),
    ]
  })
}

function propertyChanges(
  before: Record<string, PlannedProperty>,
  after: Record<string, PlannedProperty>,
  prefix: string,
): Change[] {
  return namesOf(before, after).flatMap((name): Change[] => {
    const [old, now] = [own(before, name), own(after, name)]
    const path = `${prefix}properties.${name}`
    if (!now) return [{ kind: 'removed', path, breaking: true }]
    if (!old) return [{ kind: 'added', path, breaking: now.required || now.status === 'blocked' }]
    return changesOf(old, now, `${path}.`)
  })
}

function changesOf(before: object, after: object, prefix: string): Change[] {
  const [old, now] = [before as Record<string, unknown>, after as Record<string, unknown>]
  return namesOf(old, now).flatMap((field): Change[] => {
    const [from, to] = [own(old, field), own(now, field)]
    if (JSON.stringify(from) === JSON.stringify(to)) return []
    return [{ kind: 'changed', path: `${prefix}${field}`, from, to, breaking: breaks(field, from, to) }]
  })
}

/** Described, owned or rated otherwise, an event stays as it was; asked for less, it still conforms. */
function breaks(field: string, from: unknown, to: unknown): boolean {
  if (field === 'required') return to === true
  if (field === 'type')
    return to !== 'any' && !(from === 'integer' && to === 'number') && !(from === 'date' && to === 'string')
  if (field === 'status') return to === 'blocked'
  if (field === 'mode') return to === 'quarantine'
  if (field === 'unplanned') return to === 'report'
  if (field !== 'values') return false
  return Array.isArray(to) && (!Array.isArray(from) || !from.every((value) => to.includes(value)))
}

const own = <Value>(of: Record<string, Value>, name: string): Value | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined
const namesOf = (a: object, b: object): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])]
