/** The calendar's second half: clock changes, odd zones, and every bucket there. */
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { type Bucket, bucketsOf, MAX_BUCKETS } from './buckets.ts'
import { type Range, readRange } from './range.ts'

const labels = (
  from: string,
  to: string,
  zone: string,
  interval: 'minute' | 'hour' | 'day' | 'week' | 'month',
  week: 'monday' | 'sunday' = 'monday',
) => bucketsOf(readRange(from, to, zone), interval, week).map(({ label }) => label)

describe('buckets', () => {
  test('every day of a range over a clock change is there once, with its own offset', () => {
    expect(labels('2020-10-31', '2020-11-02', 'America/New_York', 'day')).toEqual([
      '2020-10-31T00:00:00-04:00',
      '2020-11-01T00:00:00-04:00',
      '2020-11-02T00:00:00-05:00',
    ])
  })

  test('a day that begins after midnight begins when it begins', () => {
    expect(labels('2018-11-04', '2018-11-04', 'America/Sao_Paulo', 'day')).toEqual([
      '2018-11-04T01:00:00-02:00',
    ])
  })

  test('a day that a zone left out is no bucket', () => {
    expect(labels('2011-12-29', '2011-12-31', 'Pacific/Apia', 'day')).toEqual([
      '2011-12-29T00:00:00-10:00',
      '2011-12-31T00:00:00+14:00',
    ])
  })

  test('where the clock moves by half an hour, the half hour is a bucket of its own', () => {
    const hours = labels('2026-04-05T00:00', '2026-04-05T04:00', 'Australia/Lord_Howe', 'hour')
    expect(hours.map((label) => label.slice(11))).toEqual([
      '00:00:00+11:00',
      '01:00:00+11:00',
      '01:30:00+10:30',
      '02:00:00+10:30',
      '03:00:00+10:30',
    ])
  })

  test('the hour that comes twice is two buckets, the one that is skipped none', () => {
    const back = labels('2020-11-01T00:00', '2020-11-01T03:00', 'America/New_York', 'hour')
    expect(back.map((label) => label.slice(11))).toEqual([
      '00:00:00-04:00',
      '01:00:00-04:00',
      '01:00:00-05:00',
      '02:00:00-05:00',
    ])
    expect(labels('2020-03-08', '2020-03-08', 'America/New_York', 'hour')).toHaveLength(23)
  })

  test('hours are local hours, in zones of half an hour too', () => {
    expect(labels('2026-01-01T00:10', '2026-01-01T02:00', 'Asia/Kolkata', 'hour')[0]).toBe(
      '2026-01-01T00:00:00+05:30',
    )
  })

  test('weeks begin on the day asked for, months on the first, even before the range', () => {
    expect(labels('2026-01-01', '2026-01-12', 'UTC', 'week').map((label) => label.slice(0, 10))).toEqual([
      '2025-12-29',
      '2026-01-05',
      '2026-01-12',
    ])
    expect(
      labels('2026-01-01', '2026-01-12', 'UTC', 'week', 'sunday').map((label) => label.slice(0, 10)),
    ).toEqual(['2025-12-28', '2026-01-04', '2026-01-11'])
    expect(labels('2026-01-15', '2026-02-01', 'UTC', 'month').map((label) => label.slice(0, 10))).toEqual([
      '2026-01-01',
      '2026-02-01',
    ])
  })

  test('more than anybody can read is refused', () => {
    expect(() => labels('2020-01-01', '2020-12-31', 'UTC', 'minute')).toThrow(String(MAX_BUCKETS))
    expect(() => labels('1900-01-01', '2299-12-31', 'Asia/Shanghai', 'minute')).toThrow(String(MAX_BUCKETS))
    expect(labels('2026-01-01T00:00', '2026-01-07T22:40', 'Asia/Kolkata', 'minute')).toHaveLength(10_000)
  })
})

const ZONES = [
  'UTC',
  'Asia/Shanghai',
  'Asia/Kathmandu',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Pacific/Apia',
]
const anyRange = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    from: fc.integer({ min: Date.UTC(1995, 0), max: Date.UTC(2035, 0) }),
    length: fc.integer({ min: 1, max: 100 * 86_400_000 }),
  })
  .map(({ zone, from, length }): Range => ({ zone, from, to: from + length }))
const local = (instant: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
const labelOf = (at: Temporal.ZonedDateTime): string =>
  at.toString({ timeZoneName: 'never', smallestUnit: 'second' })

describe('in any zone', () => {
  test('days, weeks and months are those a calendar library counts out', () => {
    const first = { day: (date: Temporal.PlainDate) => date, week: monday, month: firstOfMonth }
    const step = { day: { days: 1 }, week: { days: 7 }, month: { months: 1 } }
    fc.assert(
      fc.property(
        anyRange,
        fc.constantFrom('day' as const, 'week' as const, 'month' as const),
        (range, interval) => {
          const model: Bucket[] = []
          let date = first[interval](local(range.from, range.zone).toPlainDate())
          for (;;) {
            const at = date.toZonedDateTime(range.zone)
            const start = at.epochMilliseconds
            if (start >= range.to) break
            if (start <= range.from) model.length = 0
            if (start !== model.at(-1)?.start) model.push({ start, label: labelOf(at) })
            date = date.add(step[interval])
          }
          expect(bucketsOf(range, interval, 'monday')).toEqual(model)
        },
      ),
      { numRuns: 150 },
    )
  })

  test('hours and minutes begin on the full hour or minute or where the clock changed, and leave no gap', () => {
    fc.assert(
      fc.property(anyRange, fc.constantFrom('hour' as const, 'minute' as const), (range, interval) => {
        const unit = interval === 'hour' ? 3_600_000 : 60_000
        const to = Math.min(range.to, range.from + 150 * unit)
        const buckets = bucketsOf({ ...range, to }, interval, 'monday')
        expect(buckets[0]?.start).toBeLessThanOrEqual(range.from)
        expect(buckets.at(-1)?.start).toBeLessThan(to)
        buckets.forEach(({ start, label }, at) => {
          const here = local(start, range.zone)
          expect(label).toBe(labelOf(here))
          const changed = local(start - 1, range.zone).offsetNanoseconds !== here.offsetNanoseconds
          expect(changed || /^[0:]+$/.test(label.slice(interval === 'hour' ? 14 : 17, 19))).toBe(true)
          const end = buckets[at + 1]?.start ?? to
          expect(end).toBeGreaterThan(at === 0 ? range.from : start)
          expect(end - start).toBeLessThanOrEqual(unit)
        })
      }),
      { numRuns: 60 },
    )
  })
})

const monday = (date: Temporal.PlainDate): Temporal.PlainDate => date.subtract({ days: date.dayOfWeek - 1 })
const firstOfMonth = (date: Temporal.PlainDate): Temporal.PlainDate => date.with({ day: 1 })
