/**
 * The windows of a process: of projects that are asked again and again what happens now, and have so many events that reading them each time would
 * take long. Whatever a window cannot tell is asked of the events.
 */
import type { Store } from '@firefly/clickhouse/store'
import type { Project } from '../../../persons.ts'
import type { RealtimePlan } from '../plan.ts'
import type { RealtimeRow } from '../sql.ts'
import { createKept, keepUp, type Kept, MINUTE_MS } from './keep.ts'
import type { Window } from './window.ts'

export interface Windows {
  /** Undefined where it has to be asked of the events. */
  rowsOf(plan: RealtimePlan, project: Project): Promise<RealtimeRow[] | undefined>
  /** After a question that had to read so many events: from now on the project has a window, once it is counted. */
  consider(plan: RealtimePlan, project: Project, events: number): void
  /** Resolves when nothing is being counted. */
  idle(): Promise<void>
}

export interface WindowsOptions {
  store: Store
  /** From so many events on a window is worth its memory. */
  worthEvents?: number
  /** How long a window is kept up after it was asked last. */
  watchedMs?: number
  /** How much more than it had a window may take before it is cut. */
  cutFrom?: number
  /** How long none is begun after one could not go on. */
  restMs?: number
}

/** More minutes are asked of the events. */
const MOST_MINUTES = 30
const WORTH_EVENTS = 100_000
const WATCHED_MS = 60_000
const KEEP_UP_MS = 1_000
const FORGOTTEN_MS = 600_000
const REST_MS = 30_000
/** Of all windows, in numbers of four bytes; a list may have two fifths more room than it takes. */
const MOST_NUMBERS = 100_000_000
/** So much more than it had may be what is over. */
const CUT_FROM = 1_000_000
/** A window begins anew before it comes to the end of what it counts. */
const LEFT_MS = 3_600_000

interface Watched {
  kept?: Kept | undefined
  project: Project
  /** Ends when what was begun before is over: one after the other. */
  turn: Promise<unknown>
  askedAt: number
  restsUntil: number
  timer?: NodeJS.Timeout | undefined
}

const all = new WeakMap<object, Windows>()

/** One for all questions to a store. */
export function windowsOf(store: Store): Windows {
  const windows = all.get(store) ?? openWindows({ store })
  all.set(store, windows)
  return windows
}

export function openWindows({
  store,
  worthEvents = WORTH_EVENTS,
  watchedMs = WATCHED_MS,
  restMs = REST_MS,
  cutFrom = CUT_FROM,
}: WindowsOptions): Windows {
  const watched = new Map<string, Watched>()
  const drop = (one: Watched): void => {
    one.kept = undefined
    one.restsUntil = performance.now() + restMs
    clearTimeout(one.timer)
  }
  /** One at a time; a window that could not be brought up to date says nothing any more. */
  const inTurn = <Result>(one: Watched, work: () => Promise<Result>): Promise<Result> => {
    const turn = one.turn.then(work)
    one.turn = turn.catch(() => drop(one))
    return turn
  }
  const upToDate = async (one: Watched): Promise<Kept | undefined> => {
    const { kept, project } = one
    if (!kept) return undefined
    if (kept.asked * MINUTE_MS > kept.times.to - LEFT_MS || !(await keepUp(kept, project, { store })))
      drop(one)
    else {
      await cut(kept, cutFrom)
      makeRoom([...watched.values()], drop)
    }
    return one.kept
  }
  /** Kept up for a while after it was asked, then only kept, then forgotten. */
  const watch = (one: Watched): void => {
    clearTimeout(one.timer)
    if (!one.kept) return
    const isWatched = performance.now() - one.askedAt <= watchedMs
    // Whoever asks next meets what failed in the events themselves.
    const keepOn = (): unknown =>
      inTurn(one, () => upToDate(one)).then(
        () => watch(one),
        () => {},
      )
    const forget = (): unknown => inTurn(one, async () => void (one.kept = undefined)).catch(() => {})
    one.timer = isWatched ? setTimeout(keepOn, KEEP_UP_MS).unref() : setTimeout(forget, FORGOTTEN_MS).unref()
  }
  return {
    rowsOf(plan, project) {
      const one = watched.get(project.name)
      if (!one?.kept || !isPlain(plan, project)) return Promise.resolve(undefined)
      Object.assign(one, { project, askedAt: performance.now() })
      return inTurn(one, async () => {
        one.project = project
        if (one.kept) one.kept.asked = Math.max(one.kept.asked, plan.range.to / MINUTE_MS)
        const kept = await upToDate(one)
        watch(one)
        return kept && toldBy(kept, plan)
      })
    },
    consider(plan, project, events) {
      const one = watched.get(project.name) ?? { project, turn: Promise.resolve(), askedAt: 0, restsUntil: 0 }
      const isDue = !one.kept && performance.now() >= one.restsUntil
      if (events < worthEvents || !isDue || !isPlain(plan, project)) return
      watched.set(project.name, one)
      Object.assign(one, { project, askedAt: performance.now() })
      const kept = createKept(project.name, plan.range.to / MINUTE_MS, MOST_MINUTES)
      one.restsUntil = Number.POSITIVE_INFINITY
      inTurn(one, async () => {
        if (!(await keepUp(kept, project, { store }))) return drop(one)
        kept.cutAt = sizeOf(kept.window)
        Object.assign(one, { kept, restsUntil: 0 })
      }).then(
        () => watch(one),
        () => {},
      )
    },
    async idle() {
      await Promise.all([...watched.values()].map(({ turn }) => turn))
    },
  }
}

/** Everybody's events of the last whole minutes, shown as they are. */
function isPlain(
  { minutes, range, filters = [] }: RealtimePlan,
  { sampling, traits = [], sight }: Project,
): boolean {
  const isHidden = ['$pathname', '$platform'].some((property) => sight?.levelOf(property) !== undefined)
  const isWhole =
    range.from === minutes[0]?.start && range.from % MINUTE_MS === 0 && range.to % MINUTE_MS === 0
  return (
    isWhole &&
    !isHidden &&
    minutes.length === (range.to - range.from) / MINUTE_MS &&
    minutes.length <= MOST_MINUTES &&
    filters.length === 0 &&
    sampling === undefined &&
    traits.length === 0
  )
}

function toldBy({ window }: Kept, { range, limit }: RealtimePlan): RealtimeRow[] | undefined {
  const [from, to] = [range.from / MINUTE_MS, range.to / MINUTE_MS - 1]
  return from < window.begin ? undefined : window.rowsOf(from, to, limit)
}

/** What is over goes once it may be a fifth of all; ids and names that are there no more once they may be half. */
async function cut(kept: Kept, cutFrom: number): Promise<void> {
  const { window, asked, cutAt } = kept
  const begin = asked - MOST_MINUTES
  if (window.begin >= begin || window.size() < 1.25 * cutAt.size + cutFrom) return
  window.prune(begin)
  kept.cutAt = { ...cutAt, size: window.size() }
  if (window.numbers() < 2 * cutAt.numbers + cutFrom / 5) return
  kept.window = await window.since(begin)
  kept.joined.ids = kept.window.people.ids.size()
  kept.cutAt = sizeOf(kept.window)
}

const sizeOf = (window: Window): Kept['cutAt'] => ({ size: window.size(), numbers: window.numbers() })

/** The window that was asked last stays longest; the one that is too large by itself goes as well. */
function makeRoom(watched: readonly Watched[], drop: (one: Watched) => void): void {
  const open = watched.filter(({ kept }) => kept).toSorted((a, b) => b.askedAt - a.askedAt)
  let numbers = 0
  for (const one of open) {
    numbers += one.kept?.window.size() ?? 0
    if (numbers > MOST_NUMBERS) drop(one)
  }
}
