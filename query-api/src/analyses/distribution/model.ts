/** For tests: a distribution, slow and obvious: the number of each person by itself. */
import type { DistributionQuery } from '@firefly/protocol/query/distribution'
import { calendarOf } from '../../testing/calendar.ts'
import type { Happening } from '../../testing/corpus.ts'
import { numberIn, textIn } from '../../testing/filters.ts'
import { isSelected, peopleOf } from '../../testing/plain.ts'

export function modelNumbers(events: readonly Happening[], query: DistributionQuery, zone: string): number[] {
  const days = calendarOf('day', zone, 'monday')
  return peopleOf(events.filter((one) => isSelected(query, one, zone))).flatMap((own) => {
    if (query.math === 'total') return [own.length]
    if (query.math === 'active_days') return [new Set(own.map(({ time }) => days.numberOf(time))).size]
    const numbers = own.flatMap((one) => numberIn(textIn(one, query.property ?? '', zone)) ?? [])
    if (numbers.length === 0) return []
    const sum = numbers.reduce((all, one) => all + one, 0)
    if (query.math === 'sum') return [sum]
    if (query.math === 'avg') return [sum / numbers.length]
    return [query.math === 'min' ? Math.min(...numbers) : Math.max(...numbers)]
  })
}
