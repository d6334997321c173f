/** What a victim is told to do to itself, passed in its environment. */

/** Where in the way of a chunk the process kills itself. */
export const FAILPOINTS = ['after-intent', 'mid-insert', 'after-insert', 'before-commit'] as const
export type Failpoint = (typeof FAILPOINTS)[number]

/** Bugs planted on purpose: each must be caught by the checker, or the checker proves nothing. */
export const PLANTS = ['ack-before-flush', 'commit-before-insert', 'no-deduplication'] as const
export type Plant = (typeof PLANTS)[number]

export interface VictimPlan {
  failpoint?: { at: Failpoint; chunk: number }
  plant?: Plant
  /** Milliseconds by which this server's clock is wrong. */
  clockSkewMs?: number
}

export const PLAN_VARIABLE = 'FIREFLY_CHAOS_PLAN'

export const readPlan = (environment: NodeJS.ProcessEnv): VictimPlan =>
  JSON.parse(environment[PLAN_VARIABLE] ?? '{}') as VictimPlan
