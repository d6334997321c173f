import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { partsOf } from './durations.ts'
import { createFormat } from './format.ts'

const en = createFormat('en')
const zh = createFormat('zh-CN')
const SIZES: Record<string, number> = { day: 86_400, hour: 3_600, minute: 60, second: 1 }

describe('durations', () => {
  test.each([
    [null, '–'],
    [0, '0s'],
    [0.25, '250ms'],
    [59.6, '1m'],
    [3_725, '1h 2m'],
    [86_380, '1d'],
    [200_000, '2d 8h'],
  ])('%s seconds read %s', (seconds, text) => {
    expect(en.duration(seconds)).toBe(text)
  })

  test('a duration is never off by more than half of its smaller unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), (seconds) => {
        const parts = partsOf(seconds)
        const said = parts.reduce((sum, [value, unit]) => sum + value * (SIZES[unit] ?? Number.NaN), 0)
        const off = seconds >= 86_400 ? 1_800 : seconds >= 3_600 ? 30 : 0.5
        expect(parts.length).toBeLessThanOrEqual(2)
        expect(Math.abs(said - seconds)).toBeLessThanOrEqual(off)
      }),
    )
  })
})

describe('buckets', () => {
  test('a bucket is named in the zone of the question', () => {
    const midnight = '2026-03-01T00:00:00+08:00'
    expect(en.buckets.short(midnight, 'day', 'Asia/Shanghai')).toBe('Mar 1')
    expect(en.buckets.full(midnight, 'day', 'Asia/Shanghai')).toBe('Sun, Mar 1, 2026')
    expect(zh.buckets.short(midnight, 'day', 'Asia/Shanghai')).toBe('3月1日')
  })

  test('a week is named by its first and last day', () => {
    const name = en.buckets.full('2026-03-23T00:00:00+01:00', 'week', 'Europe/Berlin')
    // The platform puts thin spaces around the dash.
    expect(name.replace(/\s/g, ' ')).toBe('Mar 23 – 29, 2026')
  })

  test('midnight is 00, not 24', () => {
    expect(en.buckets.short('2026-03-01T00:00:00Z', 'minute', 'UTC')).toBe('00:00')
  })
})

test('numbers, shares and times follow the language', () => {
  expect(en.number(1_234_567.891)).toBe('1,234,567.89')
  expect(en.share(0.1234)).toBe('12.3%')
  expect(en.compact(1_250_000)).toBe('1.3M')
  expect(zh.compact(12_500)).toBe('1.3万')
  expect(en.milliseconds(48.4)).toBe('48 ms')
  expect(en.milliseconds(1_260)).toBe('1.3 sec')
  expect(en.ago(0)).toBe('now')
  expect(en.ago(185)).toBe('3 minutes ago')
  expect(en.day('2026-01-31')).toBe('Jan 31, 2026')
})
