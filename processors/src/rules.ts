/** What a project has decided about its events, as the steps look it up: at once, from memory, whoever keeps it. */
import { NO_PLAN, type Plan, type Protection } from '@firefly/protocol/plan'

export interface ProjectRules {
  plan: Plan
  /** What may be kept of a property's value, by name, where it is less than the value itself. */
  protections: ReadonlyMap<string, Protection>
  /** The keyed hash of a value: the same text for the same value, for as long as the key is the same. */
  hash: (value: string) => string
  /** Whether this distinct id is one of somebody who was erased. */
  isErased: (distinctId: string) => boolean
  /** Since when events are kept, in Unix milliseconds; all of them are where it is nothing. */
  keptSince?: () => number | undefined
}

export interface Rules {
  /** Never waits: what is known of the project by now. */
  of: (project: string) => ProjectRules
}

const NOTHING_DECIDED: ProjectRules = {
  plan: NO_PLAN,
  protections: new Map(),
  hash: () => '',
  isErased: () => false,
}

export const NO_RULES: Rules = { of: () => NOTHING_DECIDED }
