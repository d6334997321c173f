/** What projects have decided about their events, in memory: plans and who was erased, read anew within a second of any change. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '@firefly/metadata/database'
import { governanceVersion, listTombstones, type Tombstone } from '@firefly/metadata/tables/erasures'
import { newestPlans } from '@firefly/metadata/tables/plans'
import type { ProjectRules, Rules } from '@firefly/processors/rules'
import { NO_PLAN, type Plan, readPlan } from '@firefly/protocol/plan'
import { protectionOf, sensitivityOf } from '@firefly/protocol/plan/sensitivity'
import { createErased } from './erased.ts'
import type { LastKnown } from '../last-known.ts'
import type { PrivacyKeys } from './privacy-keys.ts'

/** All that was decided, as metadata has it. */
export interface Decided {
  /** Grows with every change. */
  version: number
  plans: { project: string; plan: Record<string, unknown> }[]
  tombstones: Tombstone[]
}

export interface RulesOptions {
  database: Database
  lastKnown: LastKnown<Decided>
  privacy: PrivacyKeys
  /** Since when a project keeps its events, in Unix milliseconds; nothing where it keeps all. */
  keptSince: (project: string) => number | undefined
  /** Each time metadata could not be read. */
  onFailure: (error: unknown) => void
  /** Nothing can have been decided yet: metadata is made at this start. */
  isNew: boolean
  refreshMs?: number
}

export interface LiveRules extends Rules {
  /** True once everything was read for the first time, before which nothing may be stored; false when `signal` aborts. */
  known(signal: AbortSignal): Promise<boolean>
  /** Reads anew now; for whoever has just changed something. */
  refresh(): Promise<void>
  /** Levels of the properties that are more sensitive than 1; undefined as long as the plans are not known. */
  levelsOf(project: string): ReadonlyMap<string, number> | undefined
  /** Tells ids of people who were erased; nothing for a project that erased nobody. */
  erasedIn(project: string): ((distinctId: string) => boolean) | undefined
  stop(): Promise<void>
}

/** How long another process may go on by what was decided before; erasing waits for as long. */
export const REFRESH_MS = 1_000

export function openRules(options: RulesOptions): LiveRules {
  const { database, lastKnown, privacy, keptSince, onFailure, isNew, refreshMs = REFRESH_MS } = options
  const erased = createErased(privacy)
  const stopping = new AbortController()
  let plans = new Map<string, Plan>()
  let projects = new Map<string, ProjectRules & { levels: ReadonlyMap<string, number> }>()
  let version = isNew ? 0 : undefined
  const take = (decided: Decided): void => {
    const understoodPlans = decided.plans.map(({ project, plan }) => [project, understood(plan)] as const)
    erased.take(decided.tombstones)
    plans = new Map(understoodPlans)
    projects = new Map()
    version = decided.version
  }
  const read = async (): Promise<void> => {
    const newest = await governanceVersion(database)
    if (newest === version) return
    const decided = await readDecided(database, newest)
    take(decided)
    await lastKnown.write(decided)
  }
  /** Metadata is away, or another process on this folder holds it and has written down what it saw. */
  const recall = async (): Promise<void> => {
    const seen = await lastKnown.read()
    if (seen && seen.version > (version ?? 0)) take(seen)
  }
  const of = (project: string) => {
    const known = projects.get(project)
    if (known) return known
    const plan = plans.get(project) ?? NO_PLAN
    const fresh = {
      plan,
      protections: protectionOf(plan),
      levels: sensitivityOf(plan),
      hash: (value: string) => privacy.hashValue(project, value),
      isErased: erased.in(project),
      keptSince: () => keptSince(project),
    }
    projects.set(project, fresh)
    return fresh
  }
  let last: Promise<void> = Promise.resolve()
  const refresh = (): Promise<void> => {
    const reading = last.then(read)
    last = reading.catch(onFailure)
    return reading
  }
  const looking = (async () => {
    await recall().catch(onFailure)
    while (!stopping.signal.aborted) {
      await refresh().catch(recall).catch(onFailure)
      await sleep(refreshMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
    }
  })()
  return {
    of,
    levelsOf: (project) => (version === undefined ? undefined : of(project).levels),
    erasedIn: (project) => (erased.any(project) ? of(project).isErased : undefined),
    refresh,
    async known(signal) {
      const isKnown = (): boolean => version !== undefined
      while (!isKnown() && !signal.aborted) await sleep(LOOK_MS, undefined, { ref: false })
      return isKnown()
    },
    async stop() {
      stopping.abort()
      await looking
    },
  }
}

const LOOK_MS = 20

/** The version was read first: what changes meanwhile is read once more, never missed. */
async function readDecided(database: Database, version: number): Promise<Decided> {
  const plans = (await newestPlans(database)).map(({ project, plan }) => ({ project, plan }))
  return { version, plans, tombstones: await listTombstones(database) }
}

/** What another release wrote and this one does not understand must not be taken for less than it says. */
function understood(plan: unknown): Plan {
  const read = readPlan(plan)
  if (read.ok) return read.plan
  throw new Error(`a plan cannot be understood: ${read.issues[0]?.path}: ${read.issues[0]?.message}`)
}
