/** Event time: the device's clock corrected, nonsense clamped, history untouched. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockOf } from './clock.ts'

const RECEIVED = Date.UTC(2026, 0, 31, 12)
const DAY = 86_400_000
const iso = (time: number): string => new Date(time).toISOString()
const at = (timestamp: number | undefined, sentAt?: number, history?: true, clock?: 'device' | 'server') =>
  clockOf({
    wire: { type: 'track', ...(timestamp === undefined ? {} : { timestamp: iso(timestamp) }) },
    header: {
      project: 'p',
      batchId: 'b',
      receivedAt: RECEIVED,
      shape: 'batch',
      events: 1,
      ...(history ? { history } : {}),
      ...(clock ? { clock } : {}),
    },
    sentAt,
  })

test('a clock that is off by any amount is corrected by just that amount', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5 * 365 * DAY, max: 5 * 365 * DAY }),
      fc.integer({ min: 0, max: 30 * DAY }),
      (off, age) => {
        const sentAt = RECEIVED + off
        expect(at(sentAt - age, sentAt)).toEqual({
          time: RECEIVED - age,
          received_at: RECEIVED,
          is_clamped: 0,
        })
      },
    ),
  )
})

test('without a sending time the claim stands, unless it is more than a day ahead', () => {
  expect(at(RECEIVED - 400 * DAY).time).toBe(RECEIVED - 400 * DAY)
  expect(at(RECEIVED + DAY)).toMatchObject({ time: RECEIVED + DAY, is_clamped: 0 })
  expect(at(RECEIVED + DAY + 1)).toMatchObject({ time: RECEIVED, is_clamped: 1 })
})

test('an event without a time happened when it was received', () => {
  expect(at(undefined, RECEIVED - 5)).toEqual({ time: RECEIVED, received_at: RECEIVED, is_clamped: 0 })
})

test('history is taken as it is, whatever the clocks say', () => {
  expect(at(Date.UTC(1999, 8, 28), RECEIVED - DAY, true).time).toBe(Date.UTC(1999, 8, 28))
  expect(at(RECEIVED + 30 * DAY, undefined, true)).toMatchObject({ time: RECEIVED + 30 * DAY, is_clamped: 0 })
})

test('a time the store cannot hold becomes the receive time, and is marked', () => {
  expect(at(Date.UTC(1800, 0, 1), undefined, true)).toMatchObject({ time: RECEIVED, is_clamped: 1 })
})

test('a project may trust its devices as they are, though not into the future, or none of them', () => {
  expect(at(RECEIVED - 9 * DAY, RECEIVED - DAY, undefined, 'device').time).toBe(RECEIVED - 9 * DAY)
  expect(at(RECEIVED + 2 * DAY, undefined, undefined, 'device')).toMatchObject({
    time: RECEIVED,
    is_clamped: 1,
  })
  expect(at(RECEIVED - 9 * DAY, RECEIVED, undefined, 'server')).toMatchObject({
    time: RECEIVED,
    is_clamped: 0,
  })
})
