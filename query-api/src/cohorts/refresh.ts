/** Members that are found anew from time to time: by one process alone, one cohort after the other. */
import type { Asking } from '../analyses/analysis.ts'
import type { AnswerOptions } from '../answer.ts'
import { type CohortBook, expiryOf, type KeptCohort } from './book.ts'
import { keepMembers } from './members.ts'
import type { PlacedCohort } from './membership.ts'
import { peopleSql, personPages } from './pages.ts'
import { placeWhole } from '../traits/placed.ts'

export interface Refreshing {
  book: CohortBook
  asking: Asking
  options: Pick<AnswerOptions, 'store'>
}

/** Finds its members as of now; undefined when it has come to mean something else meanwhile. */
export async function refreshCohort(
  kept: KeptCohort,
  { book, asking, options }: Refreshing,
): Promise<KeptCohort | undefined> {
  const { project, zone, now, ask } = asking
  const scope = { project, zone, to: now }
  // The scope stands beside what is placed.
  const whole = await placeWhole({ cohort: kept.definition }, scope, book, ask, [kept.id])
  const placed = whole.question as PlacedCohort
  const keeping = { project: kept.project, cohort: kept.id, version: now, expires: expiryOf(kept, now) }
  const size = await keepMembers(keeping, personPages(peopleSql(placed), ask), options.store)
  return book.keep(kept, { version: now, size, at: new Date(now) })
}

export interface Schedule {
  /** Ends after the cohort at hand. */
  stop: () => Promise<void>
}

export interface ScheduleOptions {
  book: CohortBook
  /** Unix milliseconds. */
  clock: () => number
  refresh: (due: KeptCohort) => Promise<void>
  onFailure: (error: unknown) => void
  everyMs?: number
}

const LOOK_EVERY_MS = 20_000
/** Whoever claims a cohort and fails leaves it to the next try after so long. */
const CLAIM_MS = 10 * 60_000

/** Looks again and again which cohorts are due. */
export function scheduleRefreshes({
  book,
  clock,
  refresh,
  onFailure,
  everyMs = LOOK_EVERY_MS,
}: ScheduleOptions): Schedule {
  const stopping = new AbortController()
  let working = Promise.resolve()
  let isAway = false
  // Told once for as long as it lasts: a process that only follows another one's metadata never gets to claim any.
  const away = (error: unknown): void => {
    if (!isAway) onFailure(error)
    isAway = true
  }
  const refreshDue = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const due = await book.claimDue(new Date(clock()), new Date(clock() + CLAIM_MS))
      isAway = false
      if (!due) return
      await refresh(due).catch(onFailure)
    }
  }
  const timer = setInterval(() => {
    working = working.then(refreshDue).catch(away)
  }, everyMs)
  timer.unref()
  return {
    stop() {
      stopping.abort()
      clearInterval(timer)
      return working
    },
  }
}
