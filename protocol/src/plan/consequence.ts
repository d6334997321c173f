/** What becomes of an event that departs from the plan, by the plan's mode and by how grave it is. */
import type { Plan } from '../plan.ts'
import type { Violation, ViolationCode } from './violations.ts'

export type Consequence = 'none' | 'count' | 'flag' | 'quarantine'

/** What is only on its way out is told, and never keeps an event from being stored. */
const MILD: ReadonlySet<ViolationCode> = new Set(['deprecated_event', 'deprecated_property'])

/** A draft is watched and nothing more. */
export function consequenceOf(event: string, violations: readonly Violation[], plan: Plan): Consequence {
  if (violations.length === 0) return 'none'
  const planned = Object.hasOwn(plan.events, event) ? plan.events[event] : undefined
  if (plan.mode === 'observe' || planned?.status === 'draft') return 'count'
  if (plan.mode === 'flag') return 'flag'
  return violations.every(({ code }) => MILD.has(code)) ? 'flag' : 'quarantine'
}

/** As it stands in `$violations` on a row and in the detail of a quarantine: codes and names, no values. */
export const wordOf = ({ code, property }: Violation): string =>
  property === undefined ? code : `${code}: ${property}`
