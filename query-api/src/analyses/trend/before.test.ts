/** The time before: as many months, days or minutes, and no bucket longer than the one it is laid on. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketsOf } from '../../buckets.ts'
import { readRange } from '../../range.ts'
import { timeBefore } from './before.ts'

const DAY = 86_400_000
const before = (
  from: string,
  to: string,
  interval: 'minute' | 'hour' | 'day' | 'week' | 'month',
  zone = 'UTC',
) => {
  const range = readRange(from, to, zone)
  const now = { range, buckets: bucketsOf(range, interval, 'monday') }
  return { now, earlier: timeBefore({ from, to, interval, weekStart: 'monday' }, now) }
}
const iso = (instants: readonly number[]): string[] =>
  instants.map((instant) => new Date(instant).toISOString().slice(0, 10))

test('of whole months by the month as many months', () => {
  const { earlier } = before('2026-02-01', '2026-03-31', 'month')
  expect(iso([earlier.range.from, earlier.range.to])).toEqual(['2025-12-01', '2026-02-01'])
  expect(iso(earlier.buckets.map(({ start }) => start))).toEqual(['2025-12-01', '2026-01-01'])
})

test('of days as many days, also where they are a month', () => {
  const { earlier } = before('2026-03-01', '2026-03-31', 'day')
  expect(iso([earlier.range.from, earlier.range.to])).toEqual(['2026-01-29', '2026-03-01'])
  expect(earlier.buckets).toHaveLength(31)
})

test('weeks and months that the range cuts are cut alike', () => {
  const cut = fc.integer({ min: 0, max: 400 }).map((day) => new Date(Date.UTC(2026, 0, 1) + day * DAY))
  const zone = fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York', 'Pacific/Apia')
  fc.assert(
    fc.property(
      cut,
      fc.integer({ min: 0, max: 99 }),
      fc.constantFrom('week' as const, 'month' as const),
      zone,
      (first, days, interval, where) => {
        const last = new Date(first.getTime() + days * DAY)
        const [from = '', to = ''] = iso([first.getTime(), last.getTime()])
        const { now, earlier } = before(from, to, interval, where)
        expect(earlier.range.to).toBe(now.range.from)
        expect(earlier.buckets).toHaveLength(now.buckets.length)
        const isWhole =
          interval === 'month' &&
          first.getUTCDate() === 1 &&
          new Date(last.getTime() + DAY).getUTCDate() === 1
        if (!isWhole) expect(daysOf(earlier)).toEqual(daysOf(now))
      },
    ),
  )
})
/** How many days of the range lie in each bucket; a change of the clock is no day. */
const daysOf = ({ range, buckets }: ReturnType<typeof before>['now']): number[] =>
  buckets.map(({ start }, at) =>
    Math.round(((buckets[at + 1]?.start ?? range.to) - Math.max(start, range.from)) / DAY),
  )
