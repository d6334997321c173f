/** Looks again and again for days that are over, quiet and not sealed yet, and seals them, some at a time. */
import { bind, sql, statement } from '@firefly/clickhouse/sql'
import type { Store } from '@firefly/clickhouse/store'
import { arrivedByDay } from './arrived.ts'
import { type Calendar, OFFSET_MS } from './days.ts'
import { type Batch, type Day, sealDays } from './seal.ts'
import { UNHURRIED } from './unhurried.ts'

export interface SealingOptions {
  store: Store
  calendars: readonly Calendar[]
  /** Only this one; all of them when not given. */
  project?: string | undefined
  /** Unix milliseconds. */
  clock: () => number
  onFailure: (error: unknown) => void
  /** How long nothing may have come for a day; longer than any question takes. */
  quietMs?: number
  /** Days with fewer events are as fast without. */
  leastEvents?: number
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
/** Days are looked for so far back. */
const SINCE = Date.UTC(1900, 0, 1)

type Found = Day & Pick<Batch, 'project' | 'calendar'>

export function createSealing(options: SealingOptions): Sealing {
  const { store, calendars, clock, onFailure, quietMs = QUIET_MS } = options
  /** Since when days have been as they are, by what they are. */
  let quiet = new Map<string, number>()
  const seal = async (batch: Batch): Promise<number> => {
    try {
      return (await sealDays(store, batch)).length
    } catch (error) {
      onFailure(error)
      return 0
    }
  }
  return {
    async look() {
      const now = clock()
      const open: Found[] = []
      for (const calendar of calendars) open.push(...(await openDays(options, calendar, now)))
      quiet = new Map(open.map((day) => [keyOf(day), quiet.get(keyOf(day)) ?? now]))
      const due = open.filter((day) => now - (quiet.get(keyOf(day)) ?? now) >= quietMs)
      let sealed = 0
      for (const batch of batchesOf(due)) sealed += await seal(batch)
      return sealed
    },
  }
}

const keyOf = (day: Found): string => JSON.stringify(day)

/** Days of one project and calendar that come one after the other, as many as are sealed at once. */
function batchesOf(due: readonly Found[]): Batch[] {
  const batches: (Batch & { days: Day[]; events: number })[] = []
  for (const { project, calendar, ...day } of due) {
    const last = batches.at(-1)
    const fits =
      last?.project === project && last.calendar === calendar && last.events + day.events <= EVENTS_AT_ONCE
    if (last && fits) {
      last.days.push(day)
      last.events += day.events
    } else batches.push({ project, calendar, days: [day], events: day.events })
  }
  return batches
}

async function openDays(
  { store, project: only, leastEvents = LEAST_EVENTS }: SealingOptions,
  calendar: Calendar,
  now: number,
): Promise<Found[]> {
  const today = Math.floor((now + OFFSET_MS[calendar]) / DAY_MS)
  const to = today * DAY_MS - OFFSET_MS[calendar]
  const select = sql`
SELECT project, day, arrived, events
FROM (${arrivedByDay(calendar, { project: only, from: SINCE, to })})
WHERE events >= ${bind('Int64', leastEvents)} AND (project, day, arrived) NOT IN (
  SELECT project, day, arrived FROM sealed_days WHERE calendar = ${bind('String', calendar)} AND event = '')
ORDER BY project, day`
  const { rows } = await store.query<{ project: string; day: number; arrived: string; events: string }>(
    statement(select),
    UNHURRIED,
  )
  return rows.map(({ project, day, arrived, events }) => ({
    project,
    calendar,
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
