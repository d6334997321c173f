/** The events on the live page: the newest few, and those that wait while somebody reads. */
import type { LiveEvent } from '@firefly/protocol/live'

export const MOST_EVENTS = 500

export interface LiveFilter {
  event: string
  person: string
}

/** `place` tells two rows apart even when the same event came twice. */
export interface LiveRow {
  place: number
  event: LiveEvent
}

export interface LiveList {
  filter: LiveFilter
  /** Newest first: the newest `MOST_EVENTS`, and as many of those that match the filter. */
  kept: readonly LiveRow[]
  /** Came while paused; kept by the same rule. */
  waiting: readonly LiveRow[]
  paused: boolean
  /** More came while paused than are kept. */
  overflowed: boolean
  /** The server let these go because they came too fast for this reader. */
  dropped: number
  next: number
}

export const NO_FILTER: LiveFilter = { event: '', person: '' }

export const EMPTY: LiveList = {
  filter: NO_FILTER,
  kept: [],
  waiting: [],
  paused: false,
  overflowed: false,
  dropped: 0,
  next: 0,
}

export type LiveAction =
  | { kind: 'came'; events: readonly LiveEvent[]; dropped: number }
  | { kind: 'filter'; filter: LiveFilter }
  | { kind: 'pause' | 'resume' | 'clear' }

export function reduceLive(list: LiveList, action: LiveAction): LiveList {
  if (action.kind === 'came') return came(list, action.events, action.dropped)
  if (action.kind === 'pause') return { ...list, paused: true }
  if (action.kind === 'filter') return { ...list, filter: action.filter }
  if (action.kind === 'clear') return { ...EMPTY, filter: list.filter, next: list.next, paused: list.paused }
  return {
    ...list,
    paused: false,
    overflowed: false,
    waiting: [],
    kept: newest([...list.waiting, ...list.kept], list.filter),
  }
}

/** `events` in the order they came. */
function came(list: LiveList, events: readonly LiveEvent[], dropped: number): LiveList {
  const rows = events.map((event, index) => ({ place: list.next + index, event })).toReversed()
  const next = list.next + events.length
  const counted = { ...list, next, dropped: list.dropped + dropped }
  if (!list.paused) return { ...counted, kept: newest([...rows, ...list.kept], list.filter) }
  const overflowed = list.overflowed || rows.length + list.waiting.length > MOST_EVENTS
  return { ...counted, overflowed, waiting: newest([...rows, ...list.waiting], list.filter) }
}

/** On a busy site the one event somebody looks for would be pushed out by all others: those that match stay longer. */
function newest(rows: readonly LiveRow[], filter: LiveFilter): LiveRow[] {
  let matching = 0
  return rows.filter(({ event }, index) => {
    const wanted = matches(event, filter)
    if (wanted) matching += 1
    return index < MOST_EVENTS || (wanted && matching <= MOST_EVENTS)
  })
}

/** What is shown: at most `MOST_EVENTS` that match. */
export const shownOf = ({ kept, filter }: LiveList): LiveRow[] =>
  kept.filter(({ event }) => matches(event, filter)).slice(0, MOST_EVENTS)

/** A part of the name, in any case; the whole distinct id or its beginning. */
export const matches = ({ event, distinctId }: LiveEvent, filter: LiveFilter): boolean =>
  event.toLowerCase().includes(filter.event.trim().toLowerCase()) &&
  distinctId.startsWith(filter.person.trim())
