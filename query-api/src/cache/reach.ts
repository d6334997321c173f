/** How far around its range a question may look, which is what has to be quiet for its answer to hold. */
import type { Query } from '@firefly/protocol/query'
import { readRange } from '../range.ts'

/** Unix milliseconds, half-open. */
export interface Reach {
  from: number
  to: number
}

const DAY_MS = 86_400_000
/** Active people look back 30 days; a range to compare with is as long as the question's own. */
const LOOKED_BACK_MS = 32 * DAY_MS
const [EVER, NEVER] = [Date.UTC(1900, 0, 1), Date.UTC(2300, 0, 1)]

/** Kinds that read nothing behind the end of their range. Of all others everything may matter. */
const ENDS: ReadonlySet<Query['kind']> = new Set(['trend', 'funnel', 'stickiness', 'path'])

/** Undefined where the answer is about now, or made of more than events. */
export function reachOf(query: Query, zone: string): Reach | undefined {
  if (query.kind === 'realtime' || namesPeople(query) || query.from === undefined || query.to === undefined)
    return undefined
  const { from, to } = readRange(query.from, query.to, zone)
  if (!ENDS.has(query.kind)) return { from: EVER, to: NEVER }
  return { from: from - (to - from) - LOOKED_BACK_MS, to }
}

/** Kinds whose answers know the time of day: periods that are not over yet have no value. */
export const minuteOf = (query: Query, now: number): number =>
  ENDS.has(query.kind) ? 0 : Math.floor(now / 60_000)

/** What is known of people and groups, and who is in a saved cohort, changes without an event of the range. */
const namesPeople = (query: Query): boolean =>
  /"(cohort|cohorts)":|"source":"(?!event")/.test(JSON.stringify(query))
