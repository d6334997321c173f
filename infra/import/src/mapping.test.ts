/** Mapping rows to events. */
import { expect, test } from 'vitest'
import { type Mapping, mapRow, readTime } from './mapping.ts'

const base: Mapping = {
  type: 'track',
  event: 'what',
  user: 'who',
  time: 'when',
  timezone: 'UTC',
  number: ['price'],
}
const row = { what: 'Bought', who: 'u1', when: '2026-01-31 12:00:00', price: '12.50', note: '', shop: 'x' }

test('mapped columns become the event, the others its properties', () => {
  expect(mapRow(row, base, 'id-1')).toEqual({
    ok: true,
    event: {
      type: 'track',
      event: 'Bought',
      messageId: 'id-1',
      userId: 'u1',
      timestamp: '2026-01-31T12:00:00.000Z',
      properties: { price: 12.5, note: null, shop: 'x' },
    },
  })
})

test('only the properties asked for are taken', () => {
  expect(mapRow(row, { ...base, property: ['shop'] }, 'i')).toMatchObject({
    event: { properties: { shop: 'x' } },
  })
})

test('a log that holds only an order gets times from its base', () => {
  const mapping: Mapping = {
    type: 'page',
    user: 'who',
    timeBase: '1999-09-28T07:00:00Z',
    timeOffsetSeconds: 'seq',
    timezone: 'UTC',
    number: [],
  }
  const mapped = mapRow({ who: 7, seq: '61', page: 'news' }, mapping, 'i')
  expect(mapped).toMatchObject({
    event: { type: 'page', userId: '7', timestamp: '1999-09-28T07:01:01.000Z', properties: { page: 'news' } },
  })
})

test('times of every usual shape are read, in the zone they are in', () => {
  expect(readTime('2026-01-31T12:00:00+08:00', 'UTC')).toBe('2026-01-31T04:00:00.000Z')
  expect(readTime('2026-01-31 12:00', 'Asia/Shanghai')).toBe('2026-01-31T04:00:00.000Z')
  expect(readTime('2026-01-31', 'UTC')).toBe('2026-01-31T00:00:00.000Z')
  expect(readTime('1769860800', 'UTC')).toBe('2026-01-31T12:00:00.000Z')
  expect(readTime('1769860800123', 'UTC')).toBe('2026-01-31T12:00:00.123Z')
  expect(readTime('yesterday', 'UTC')).toBeUndefined()
})

test('a row that cannot be an event says why', () => {
  expect(mapRow({ ...row, when: 'soon' }, base, 'i')).toEqual({
    ok: false,
    reason: '"soon" in column when is no time',
  })
  expect(mapRow({ ...row, who: '' }, base, 'i')).toMatchObject({
    ok: false,
    reason: 'neither a user nor an anonymous id',
  })
  expect(mapRow({ ...row, what: '' }, base, 'i')).toMatchObject({ ok: false })
})

test('an event of the wire passes as it is, keeping its own id', () => {
  const event = { type: 'track', event: 'x', userId: 'u', messageId: 'own' }
  expect(mapRow(event, base, 'i')).toEqual({ ok: true, event })
})
