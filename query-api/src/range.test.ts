/** The calendar: whole local days, clock changes, odd zones. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bucketLabel, bucketsOf, MAX_BUCKETS, readRange } from './range.ts'

const labels = (
  from: string,
  to: string,
  zone: string,
  interval: 'minute' | 'hour' | 'day' | 'week' | 'month',
  week: 'monday' | 'sunday' = 'monday',
) => bucketsOf(readRange(from, to, zone), interval, week).map(bucketLabel)
const hours = (from: string, to: string, zone: string): number => {
  const range = readRange(from, to, zone)
  return (range.to - range.from) / 3_600_000
}

describe('the range', () => {
  test('dates are whole local days, both included', () => {
    expect(readRange('2026-01-01', '2026-01-01', 'Asia/Shanghai')).toMatchObject({
      from: Date.UTC(2025, 11, 31, 16),
      to: Date.UTC(2026, 0, 1, 16),
    })
  })

  test('a day has 25 hours when the clock goes back, 23 when it goes on, 23½ where it moves by half an hour', () => {
    expect(hours('2020-11-01', '2020-11-01', 'America/New_York')).toBe(25)
    expect(hours('2020-03-08', '2020-03-08', 'America/New_York')).toBe(23)
    expect(hours('2026-10-04', '2026-10-04', 'Australia/Lord_Howe')).toBe(23.5)
  })

  test('date-times are half-open, local when they name no offset', () => {
    expect(readRange('2026-01-01T00:00:00Z', '2026-01-01T07:00', 'Asia/Kolkata')).toMatchObject({
      from: Date.UTC(2026, 0, 1),
      to: Date.UTC(2026, 0, 1, 1, 30),
    })
  })

  test('a range that ends before it begins is refused by name', () => {
    expect(() => readRange('2026-01-02', '2026-01-01', 'UTC')).toThrow(/empty/)
  })
})

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
  })

  test('in any zone buckets grow, touch the range, and leave no gap', () => {
    const zones = [
      'UTC',
      'Asia/Shanghai',
      'Asia/Kathmandu',
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'America/Sao_Paulo',
    ]
    const asked = fc.record({
      zone: fc.constantFrom(...zones),
      from: fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2030, 0) }),
      length: fc.integer({ min: 1, max: 40 * 86_400_000 }),
      interval: fc.constantFrom('hour' as const, 'day' as const, 'week' as const, 'month' as const),
    })
    fc.assert(
      fc.property(asked, ({ zone, from, length, interval }) => {
        const range = { from, to: from + length, zone }
        const starts = bucketsOf(range, interval, 'monday').map(({ epochMilliseconds }) => epochMilliseconds)
        expect(starts[0]).toBeLessThanOrEqual(from)
        expect(starts.at(-1)).toBeLessThan(range.to)
        expect(starts.slice(1).every((start, at) => start > (starts[at] ?? 0) && start > from)).toBe(true)
        const longest = {
          hour: 3_600_000,
          day: 25 * 3_600_000,
          week: 7 * 86_400_000 + 3_600_000,
          month: 31 * 86_400_000 + 3_600_000,
        }[interval]
        expect(starts.slice(1).every((start, at) => start - (starts[at] ?? 0) <= longest)).toBe(true)
      }),
    )
  })
})
