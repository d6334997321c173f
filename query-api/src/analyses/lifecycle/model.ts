/** For tests: a lifecycle, slow and obvious: each person is asked in each interval what became of them. */
import type { LifecycleQuery, LifecycleResult } from '@firefly/protocol/query/lifecycle'
import { calendarOf } from '../../testing/calendar.ts'
import type { Happening } from '../../testing/corpus.ts'
import { isSelected, peopleOf } from '../../testing/plain.ts'

export interface ModelLifecycle {
  events: readonly Happening[]
  query: LifecycleQuery
  zone: string
  /** Unix milliseconds, half-open. */
  from: number
  to: number
}

type State = Exclude<keyof LifecycleResult, 'buckets'>

export function modelLifecycle({ events, query, zone, from, to }: ModelLifecycle): LifecycleResult {
  const { numberOf, startOf } = calendarOf(query.interval, zone, query.weekStart)
  const [first, last] = [numberOf(from), numberOf(to - 1)]
  const intervals = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  const people = peopleOf(events)

  function stateOf(own: readonly Happening[], interval: number): State | undefined {
    const isActive = (at: number): boolean =>
      own.some((one) => numberOf(one.time) === at && isSelected(query, one, zone))
    if (!isActive(interval)) return isActive(interval - 1) ? 'dormant' : undefined
    if (own.every((one) => numberOf(one.time) >= interval)) return 'new'
    return isActive(interval - 1) ? 'returning' : 'resurrecting'
  }
  const line = (state: State): number[] =>
    intervals.map((interval) => people.filter((own) => stateOf(own, interval) === state).length)
  return {
    buckets: intervals.map((interval) => new Date(startOf(interval)).toISOString()),
    new: line('new'),
    returning: line('returning'),
    resurrecting: line('resurrecting'),
    dormant: line('dormant').map((people) => 0 - people),
  }
}
