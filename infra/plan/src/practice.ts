/** The plan beside what really happens: who sends what nobody planned, and what was planned and never came. */
import type { Plan } from '@firefly/protocol/plan'

export interface Seen {
  name: string
  count: number
  lastSeen: string
}

export interface Violation {
  event: string
  property: string | null
  code: string
  count: number
  lastSeen: string
}

export interface Practice {
  unplanned: Seen[]
  blocked: Seen[]
  /** Planned, and never seen. */
  silent: string[]
  /** Of planned events. */
  violations: Violation[]
}

export function compared(plan: Plan, seen: readonly Seen[], violations: readonly Violation[]): Practice {
  const planned = new Map(Object.entries(plan.events))
  const names = new Set(seen.map(({ name }) => name))
  return {
    unplanned:
      plan.unplanned === 'allow'
        ? []
        : seen.filter(({ name }) => !planned.has(name) && !name.startsWith('$')),
    blocked: seen.filter(({ name }) => planned.get(name)?.status === 'blocked'),
    silent: [...planned]
      .filter(([name, { status }]) => status === 'active' && !names.has(name))
      .map(([name]) => name),
    violations: violations.filter(({ event }) => planned.has(event)),
  }
}
