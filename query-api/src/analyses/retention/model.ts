/** For tests: retention, slow and obvious: each cohort is gathered by itself, each of its people asked for each period. */
import type { RetentionCohort, RetentionQuery } from '@firefly/protocol/query/retention'
import { calendarOf } from '../../testing/calendar.ts'
import { numberIn, textIn } from '../../testing/filters.ts'
import { grouped } from '../../grouped.ts'
import type { Happening } from '../../testing/corpus.ts'
import { byBytes, isSelected, peopleOf } from '../../testing/plain.ts'

export interface ModelRetention {
  events: readonly Happening[]
  query: RetentionQuery
  zone: string
  /** Unix milliseconds, half-open. */
  from: number
  to: number
  now: number
}

interface Member {
  own: Happening[]
  group: string
}

export function modelRetention({ events, query, zone, from, to, now }: ModelRetention): RetentionCohort[] {
  const { numberOf, startOf } = calendarOf(query.period, zone, query.weekStart)
  const all = { filters: query.filters }
  const people = peopleOf(events.filter((one) => isSelected(all, one, zone)))
  const [first, last] = [numberOf(from), numberOf(to - 1)]
  const periods = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  const brackets = [1, ...(query.brackets ?? Array.from({ length: (query.periods ?? 8) - 1 }, () => 1))]
  const spans = brackets.map((length, at) => ({ from: sumOf(brackets.slice(0, at)), length }))
  const reach = sumOf(brackets)

  /** The person as a member of the cohort, if it is one. */
  function memberOf(own: Happening[], period: number): Member[] {
    const starts = own.filter((one) => isSelected(query.start, one, zone)).toSorted(inOrder)
    const candidates =
      query.mode === 'first_time' ? starts : starts.filter(({ time }) => time >= startOf(first))
    const begun =
      query.mode === 'recurring'
        ? candidates
        : candidates.filter(({ time }) => numberOf(time) === numberOf(candidates[0]?.time ?? 0))
    const here = begun.find(({ time }) => numberOf(time) === period)
    return here ? [{ own, group: textIn(here, query.breakdown?.property ?? '', zone) }] : []
  }
  function inOrder(a: Happening, b: Happening): number {
    const property = query.breakdown?.property ?? ''
    return a.time - b.time || byBytes(textIn(a, property, zone), textIn(b, property, zone))
  }
  /** What the person did in the period that counts as a return, nothing when it was too seldom. */
  function returnsIn({ own }: Member, period: number): Happening[] {
    const done = own.filter((one) => isSelected(query.return, one, zone) && numberOf(one.time) === period)
    return done.length >= query.minimumOccurrences ? done : []
  }
  function valueOf(members: readonly Member[], cohort: number, distance: number, length: number): number {
    const [math, property = ''] = [query.return.math, query.return.property]
    if (math === 'unique_users' && distance === 0) return members.length
    const until =
      query.counting === 'on' ? cohort + distance + length - 1 : numberOf(Math.max(to, now) - 1) + reach - 1
    const returned = members.map((member) =>
      Array.from({ length: until - cohort - distance + 1 }, (_, at) =>
        returnsIn(member, cohort + distance + at),
      ).flat(),
    )
    if (math === 'unique_users') return returned.filter((done) => done.length > 0).length
    if (math === 'total') return returned.flat().length
    const numbers = returned.flat().flatMap((one) => numberIn(textIn(one, property, zone)) ?? [])
    const sum = numbers.reduce((total, one) => total + one, 0)
    return math === 'sum' || numbers.length === 0 ? sum : sum / numbers.length
  }
  function cohortOf(
    members: readonly Member[],
    period: number,
  ): Omit<RetentionCohort, 'start'> & { at: number } {
    const over = spans.filter(({ from: distance, length }) => startOf(period + distance + length) <= now)
    return {
      at: startOf(period),
      size: members.length,
      values: over.map(({ from: distance, length }) => valueOf(members, period, distance, length)),
    }
  }

  const cohorts = periods.map((period) => ({
    period,
    members: people.flatMap((own) => memberOf(own, period)),
  }))
  const named = ({ at, ...cohort }: ReturnType<typeof cohortOf>): RetentionCohort => ({
    start: new Date(at).toISOString(),
    ...cohort,
  })
  if (!query.breakdown) return cohorts.map(({ period, members }) => named(cohortOf(members, period)))
  const groups = grouped(
    cohorts.flatMap(({ members }) => members),
    ({ group }) => group,
  )
  return [...groups]
    .toSorted(([a, of], [b, others]) => others.length - of.length || byBytes(a, b))
    .slice(0, query.breakdown.limit)
    .flatMap(([group]) =>
      cohorts.map(({ period, members }) => ({
        ...named(
          cohortOf(
            members.filter((one) => one.group === group),
            period,
          ),
        ),
        breakdown: group === '' ? null : group,
      })),
    )
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)
