/** Times as logs write them. */
import * as fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { readTime, timeAfter } from './times.ts'

test('times of every usual shape are read, in the zone they are in', () => {
  const noon = '2026-01-31T12:00:00.000Z'
  const cases: [given: string, zone: string, expected: string | undefined][] = [
    ['2026-01-31T12:00:00Z', 'Asia/Shanghai', noon],
    ['2026-01-31T20:00:00+08:00', 'UTC', noon],
    ['2026-01-31 20:00:00+0800', 'UTC', noon],
    ['2026-01-31 12:00:00 UTC', 'Asia/Shanghai', noon],
    ['2026-01-31 12:00:00.000000 UTC', 'Asia/Shanghai', noon],
    ['2026-01-31 20:00', 'Asia/Shanghai', noon],
    ['2026/1/31 20:00:00', 'Asia/Shanghai', noon],
    ['2026.01.31 12:00:00', 'UTC', noon],
    ['2026-01-31', 'UTC', '2026-01-31T00:00:00.000Z'],
    ['20260131', 'UTC', '2026-01-31T00:00:00.000Z'],
    ['2026-1-3 8:05', 'UTC', '2026-01-03T08:05:00.000Z'],
    ['2026-01-31T12:00:00.123456Z', 'UTC', '2026-01-31T12:00:00.123Z'],
    ['1769860800', 'Asia/Shanghai', noon],
    ['1769860800.5', 'UTC', '2026-01-31T12:00:00.500Z'],
    ['1769860800123', 'UTC', '2026-01-31T12:00:00.123Z'],
    ['1769860800123456', 'UTC', '2026-01-31T12:00:00.123Z'],
    ['1969-07-20T20:17:00Z', 'UTC', '1969-07-20T20:17:00.000Z'],
    ['yesterday', 'UTC', undefined],
    ['2026-02-30', 'UTC', undefined],
    ['31/01/2026', 'UTC', undefined],
    ['12', 'UTC', undefined],
    ['', 'UTC', undefined],
  ]
  for (const [given, zone, expected] of cases)
    expect([given, readTime(given, zone)]).toEqual([given, expected])
})

test('an hour that does not exist in its zone is read as the one after it', () => {
  expect(readTime('2026-03-08 02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z')
})

test('seconds after a base, with fractions, before it, and nonsense', () => {
  const after = (seconds: string): string | undefined => timeAfter('1999-09-28T07:00:00Z', seconds)
  expect(after('61')).toBe('1999-09-28T07:01:01.000Z')
  expect(after('0.5')).toBe('1999-09-28T07:00:00.500Z')
  expect(after('-1')).toBe('1999-09-28T06:59:59.000Z')
  for (const nonsense of ['', ' ', 'x', '1e99']) expect(after(nonsense)).toBeUndefined()
})

test('any time in any zone is the one that a calendar library reads', () => {
  const field = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most })
  const zones = fc.constantFrom(
    'UTC',
    'Asia/Shanghai',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
  )
  fc.assert(
    fc.property(
      fc.tuple(
        fc.integer({ min: 1970, max: 2100 }),
        field(14),
        field(32),
        field(25),
        field(61),
        field(61),
        field(999),
      ),
      zones,
      fc.constantFrom('', 'Z', '+05:45', '-0330'),
      ([year, month, day, hour, minute, second, fraction], zone, offset) => {
        const pad = (part: number, width = 2): string => `${part}`.padStart(width, '0')
        const text = `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}.${pad(fraction, 3)}${offset}`
        fc.pre(second !== 60)
        expect([text, readTime(text, zone)]).toEqual([text, byLibrary(text, zone, offset)])
      },
    ),
    { numRuns: 3_000 },
  )
})

function byLibrary(text: string, zone: string, offset: string): string | undefined {
  try {
    const instant = offset
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant()
    return instant.toString({ fractionalSecondDigits: 3 })
  } catch {
    return undefined
  }
}
