/** The calendar's first half: what a question says, as instants. */
import { describe, expect, test } from 'vitest'
import { readRange } from './range.ts'

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

  test('a range that ends before it begins, or a date that never was, is refused by name', () => {
    const refused = (from: string, to: string, path: string) =>
      expect(() => readRange(from, to, 'UTC')).toThrow(
        expect.objectContaining({ code: 'invalid_query', issues: [expect.objectContaining({ path })] }),
      )
    refused('2026-01-02', '2026-01-01', 'to')
    refused('2026-01-02T00:00Z', '2026-01-02T00:00Z', 'to')
    refused('2026-02-30', '2026-03-01', 'from')
    refused('2026-01-01', '2026-01-01T24:00', 'to')
    refused('0000-01-01', '2026-01-01', 'from')
    refused('2026-01-01', '9999-12-31', 'to')
  })

  test('a local time that the clock jumps over is the moment it would have been', () => {
    expect(readRange('2026-03-08T02:30', '2026-03-09', 'America/New_York').from).toBe(
      Date.UTC(2026, 2, 8, 7, 30),
    )
  })
})
