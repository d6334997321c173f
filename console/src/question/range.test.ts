import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, addMonths, dayIn, daysOf, isDay, lengthOf, PRESETS } from './range.ts'

const newYear = new Date('2026-01-01T01:30:00Z')

test('today is the day in the zone of the question', () => {
  expect(dayIn('UTC', newYear)).toBe('2026-01-01')
  expect(dayIn('America/New_York', newYear)).toBe('2025-12-31')
  expect(dayIn('Pacific/Auckland', new Date('2025-12-31T11:30:00Z'))).toBe('2026-01-01')
})

test.each([
  ['today', '2026-01-01', '2026-01-01'],
  ['yesterday', '2025-12-31', '2025-12-31'],
  ['7d', '2025-12-26', '2026-01-01'],
  ['30d', '2025-12-03', '2026-01-01'],
  ['thisMonth', '2026-01-01', '2026-01-01'],
  ['lastMonth', '2025-12-01', '2025-12-31'],
  ['12m', '2025-02-01', '2026-01-01'],
] as const)('%s is %s to %s', (preset, from, to) => {
  expect(daysOf(preset, 'UTC', newYear)).toEqual({ from, to })
})

test('the month before March ends where February does, in leap years too', () => {
  expect(daysOf('lastMonth', 'UTC', new Date('2028-03-15T12:00:00Z'))).toEqual({
    from: '2028-02-01',
    to: '2028-02-29',
  })
})

test('every preset is a range of real days, first before last, at any moment in any zone', () => {
  const zones = fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati')
  const moments = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(fc.constantFrom(...PRESETS), zones, moments, (preset, zone, now) => {
      const days = daysOf(preset, zone, now)
      expect(isDay(days.from) && isDay(days.to)).toBe(true)
      expect(lengthOf(days)).toBeGreaterThan(0)
    }),
  )
})

test('days and months are counted by the calendar', () => {
  expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
  expect(addMonths('2026-03-01', -3)).toBe('2025-12-01')
  expect(lengthOf({ from: '2026-01-01', to: '2026-12-31' })).toBe(365)
  expect(isDay('2026-02-31')).toBe(false)
  expect(isDay('yesterday')).toBe(false)
})
