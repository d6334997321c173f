import { expect, test } from 'vitest'
import { createFormat } from '../../format/format.ts'
import { en } from '../../language/en.ts'
import { bucketsOf } from './buckets.ts'

test('a reader sees which hour is still going on and which are to come', () => {
  const hours = ['10', '11', '12'].map((hour) => `2026-03-01T${hour}:00:00+08:00`)
  const { ticks, names, certainty } = bucketsOf(
    {
      input: { kind: 'trend', from: '2026-03-01', to: '2026-03-01', interval: 'hour', series: [{}] },
      askedAt: new Date('2026-03-01T11:20:00+08:00'),
      answer: {
        kind: 'trend',
        timezone: 'Asia/Shanghai',
        from: '2026-02-28T16:00:00.000Z',
        to: '2026-03-01T05:00:00.000Z',
        result: { buckets: hours, series: [] },
        meta: { rowsRead: 0, elapsedMs: 0, cached: false },
      },
    },
    en,
    createFormat('en'),
  )
  expect(certainty).toEqual({ unfinished: 1, ahead: 2 })
  expect(ticks).toEqual(['Mar 1, 10:00', 'Mar 1, 11:00', 'Mar 1, 12:00'])
  expect(names).toEqual(['Sun, Mar 1, 10:00', 'Sun, Mar 1, 11:00 (so far)', 'Sun, Mar 1, 12:00 (to come)'])
})
