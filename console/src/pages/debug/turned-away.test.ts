import { expect, test } from 'vitest'
import { byReason, type TurnedAway } from './turned-away.ts'

const line = (day: string, count: number, more: Partial<TurnedAway> = {}): TurnedAway => ({
  project: 'shop',
  day,
  dialect: 'native',
  verdict: 'rejected',
  code: 'missing_id',
  count,
  firstAt: `${day}T01:00:00.000Z`,
  lastAt: `${day}T02:00:00.000Z`,
  message: day,
  ...more,
})

test('days are added up by reason and wire, the most frequent first, with the words of the last time', () => {
  const days = [line('2026-01-02', 2), line('2026-01-01', 3), line('2026-01-01', 4, { dialect: 'posthog' })]
  const shown = byReason([...days, line('2026-01-01', 9, { verdict: 'refused', code: 'quota_exceeded' })])
  expect(shown.map(({ code, dialect, count, message }) => [code, dialect, count, message])).toEqual([
    ['quota_exceeded', 'native', 9, '2026-01-01'],
    ['missing_id', 'native', 5, '2026-01-02'],
    ['missing_id', 'posthog', 4, '2026-01-01'],
  ])
  expect([shown[1]?.firstAt, shown[1]?.lastAt]).toEqual([
    '2026-01-01T01:00:00.000Z',
    '2026-01-02T02:00:00.000Z',
  ])
})
