/** For tests: stickiness, slow and obvious: each person's active intervals are counted one by one. */
import type { StickinessQuery, StickinessResult } from '@firefly/protocol/query/stickiness'
import { calendarOf } from '../../testing/calendar.ts'
import type { Happening } from '../../testing/corpus.ts'
import { isSelected, peopleOf } from '../../testing/plain.ts'

export interface ModelStickiness {
  events: readonly Happening[]
  query: StickinessQuery
  zone: string
  /** Unix milliseconds, half-open. */
  from: number
  to: number
}

export function modelStickiness({ events, query, zone, from, to }: ModelStickiness): StickinessResult {
  const { numberOf } = calendarOf(query.interval, zone, query.weekStart)
  const [first, last] = [numberOf(from), numberOf(to - 1)]
  const intervals = Math.ceil((last - first + 1) / query.intervalCount)
  const inside = events.filter(
    (one) => one.time >= from && one.time < to && isSelected({ filters: query.filters }, one, zone),
  )
  const counts = query.series.map((series) => {
    const people = peopleOf(inside.filter((one) => isSelected(series, one, zone)))
    const active = people.map((own) => {
      const times = Array.from({ length: intervals }, () => 0)
      for (const { time } of own) {
        const at = Math.floor((numberOf(time) - first) / query.intervalCount)
        times[at] = (times[at] ?? 0) + 1
      }
      return times.filter((often) => often > 0 && meets(often, query.criterion)).length
    })
    return Array.from(
      { length: intervals },
      (_, at) => active.filter((often) => (query.cumulative ? often > at : often === at + 1)).length,
    )
  })
  return {
    series: query.series.map(({ name, event }, at) => ({
      name: name ?? event ?? 'All events',
      counts: counts[at] ?? [],
    })),
  }
}

function meets(often: number, { operator, value }: StickinessQuery['criterion']): boolean {
  const checks = {
    eq: often === value,
    neq: often !== value,
    gt: often > value,
    gte: often >= value,
    lt: often < value,
    lte: often <= value,
  }
  return checks[operator]
}
