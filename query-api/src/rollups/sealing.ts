/** Looks again and again for days that are over, quiet and not sealed yet, and seals them, some at a time: who did what, and what happened in sessions. */
import { createPurge } from '@firefly/clickhouse/purge'
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { arrivedByDay } from './arrived.ts'
import { type Calendar, EVER, OFFSET_MS } from './days.ts'
import { findNumberings, type Numberings } from './numberings.ts'
import { type Batch, type Day, sealDays } from './seal.ts'
import { UNHURRIED } from './unhurried.ts'
import { forgetVisits } from './visits/forget.ts'
import { sealVisits, splitAgain } from './visits/seal.ts'

/** What a day is sealed as: who did what on it, or what happened in its sessions. */
type What = 'people' | 'visits'
const BOTH: readonly What[] = ['people', 'visits']
/** Days of one calendar are enough: what the days of a question cut in two is asked for by its events. */
const VISITED: readonly Calendar[] = ['utc']

export interface SealingOptions {
  store: Store
  calendars: readonly Calendar[]
  /** What days are sealed as; both when not given. */
  what?: readonly What[]
  /** Where tables are `…_local` on every node. */
  cluster?: string | undefined
  /** Whether copies of a table may lag, so that what was sealed has to be looked at again; on a cluster when not given. */
  lags?: boolean
  /** Only this one; all of them when not given. */
  project?: string | undefined
  /** Unix milliseconds. */
  clock: () => number
  onFailure: (error: unknown) => void
  /** How long nothing may have come for a day; longer than any question takes. */
  quietMs?: number
  /** Days with fewer events are as fast without. */
  leastEvents?: number
  /** How many people must go by several numbers, beside a share of all, for everybody to be given new ones. */
  manyApart?: number
}

export interface Sealing {
  /** Seals what has been quiet since an earlier look; gives how many days that were. */
  look: () => Promise<number>
}

const DAY_MS = 86_400_000
const QUIET_MS = 10 * 60_000
const LEAST_EVENTS = 1_000
/** Events of the days that are sealed at once, which bounds the memory it takes. */
const EVENTS_AT_ONCE = 5_000_000

type Found = Day & Pick<Batch, 'project' | 'calendar'> & { what: What }
type FoundBatch = Batch & { what: What }

export function createSealing(options: SealingOptions): Sealing {
  const { store, calendars, clock, onFailure, quietMs = QUIET_MS, what = BOTH } = options
  const lags = options.lags ?? options.cluster !== undefined
  const purge = createPurge({ store, cluster: options.cluster })
  /** Since when days have been as they are, by what they are. */
  let quiet = new Map<string, number>()
  const seal = async ({ what, ...batch }: FoundBatch, numberings: Numberings): Promise<number> => {
    try {
      if (what === 'people') return (await sealDays(store, batch, numberings.of(batch.project))).length
      const days = await sealVisits(store, batch, clock())
      await forgetVisits(store, purge, { ...batch, days }, clock())
      return days.length
    } catch (error) {
      onFailure(error)
      return 0
    }
  }
  return {
    async look() {
      const now = clock()
      if (lags && what.includes('visits')) await splitAgain(store, now, options.project)
      const numberings = await findNumberings({ ...options, quietMs })
      const open: Found[] = []
      for (const one of what)
        for (const calendar of one === 'people' ? calendars : VISITED)
          open.push(...(await openDays(options, one, calendar, now, numberings)))
      quiet = new Map(open.map((day) => [keyOf(day), quiet.get(keyOf(day)) ?? now]))
      const due = open.filter((day) => now - (quiet.get(keyOf(day)) ?? now) >= quietMs)
      let sealed = 0
      for (const batch of batchesOf(due)) sealed += await seal(batch, numberings)
      await numberings.end()
      return sealed
    },
  }
}

const keyOf = (day: Found): string => JSON.stringify(day)

/** Days of one project and calendar that come one after the other, as many as are sealed at once. */
function batchesOf(due: readonly Found[]): FoundBatch[] {
  const batches: (FoundBatch & { days: Day[]; events: number })[] = []
  for (const { project, calendar, what, ...day } of due) {
    const last = batches.at(-1)
    const isLike = last?.project === project && last.calendar === calendar && last.what === what
    if (last && isLike && last.events + day.events <= EVENTS_AT_ONCE) {
      last.days.push(day)
      last.events += day.events
    } else batches.push({ project, calendar, what, days: [day], events: day.events })
  }
  return batches
}

async function openDays(
  { store, project: only, leastEvents = LEAST_EVENTS }: SealingOptions,
  what: What,
  calendar: Calendar,
  now: number,
  numberings: Numberings,
): Promise<Found[]> {
  const today = Math.floor((now + OFFSET_MS[calendar]) / DAY_MS)
  const to = today * DAY_MS - OFFSET_MS[calendar]
  const select = sql`
SELECT project, day, arrived, events
FROM (${arrivedByDay(calendar, { project: only, from: EVER.from, to })})
WHERE events >= ${bind('Int64', leastEvents)} AND (project, day, arrived) NOT IN (
  ${what === 'people' ? sql`SELECT project, day, arrived FROM sealed_people WHERE ${numberings.are} AND calendar = ${bind('String', calendar)} AND event = ''` : sql`SELECT project, day, arrived FROM visit_seals`})
ORDER BY project, day`
  const { rows } = await store.query<{ project: string; day: number; arrived: string; events: string }>(
    statement(select),
    UNHURRIED,
  )
  return rows.map(({ project, day, arrived, events }) => ({
    project,
    calendar,
    what,
    day,
    arrived: Number(arrived),
    events: Number(events),
  }))
}

/** As often as a day may become quiet. */
const LOOK_EVERY_MS = 5 * 60_000

export interface SealingSchedule {
  /** Ends after what is at hand. */
  stop: () => Promise<void>
}

export function scheduleSealing(options: SealingOptions, everyMs = LOOK_EVERY_MS): SealingSchedule {
  const sealing = createSealing(options)
  let working = Promise.resolve()
  const look = async (): Promise<void> => {
    await sealing.look().catch(options.onFailure)
  }
  const timer = setInterval(() => {
    working = working.then(look)
  }, everyMs)
  timer.unref()
  return {
    stop() {
      clearInterval(timer)
      return working
    },
  }
}
