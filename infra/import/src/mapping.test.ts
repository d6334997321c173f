/** Mapping rows to events. */
import { expect, test } from 'vitest'
import { isEvent, type Mapping, mapRow, passEvent } from './mapping.ts'

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
      properties: { price: 12.5, shop: 'x' },
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

test('an offset that is missing or no number is a fault, not the base time', () => {
  const mapping: Mapping = {
    ...base,
    time: undefined,
    timeBase: '1999-09-28T07:00:00Z',
    timeOffsetSeconds: 'seq',
  }
  expect(mapRow({ ...row, seq: '' }, mapping, 'i')).toEqual({ ok: false, reason: 'no time in column seq' })
  expect(mapRow({ ...row, seq: 'x' }, mapping, 'i')).toEqual({
    ok: false,
    reason: '"x" in column seq is no number of seconds',
  })
})

test('all columns become properties when asked, those that are used as well', () => {
  expect(mapRow(row, { ...base, allProperties: true }, 'i')).toMatchObject({
    event: { properties: { what: 'Bought', who: 'u1', price: 12.5, shop: 'x' } },
  })
})

test('numbers are made only of text that is one; an empty cell is no property at all', () => {
  const priced = (price: unknown): unknown => {
    const mapped = mapRow({ ...row, price }, base, 'i') as { event: { properties: object } }
    return mapped.event.properties
  }
  expect(priced('1e3')).toEqual({ price: 1000, shop: 'x' })
  expect(priced('12 €')).toEqual({ price: '12 €', shop: 'x' })
  expect(priced('Infinity')).toEqual({ price: 'Infinity', shop: 'x' })
  expect(priced('')).toEqual({ shop: 'x' })
  expect(priced(null)).toEqual({ shop: 'x' })
  expect(priced(0)).toEqual({ price: 0, shop: 'x' })
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

test('an event of the wire passes as it is; only one without an id gets one', () => {
  const event = { type: 'track', event: 'x', userId: 'u', messageId: 'own' }
  expect(passEvent(event, 'i')).toEqual({ ok: true, event })
  expect(passEvent({ ...event, messageId: null }, 'i')).toEqual({
    ok: true,
    event: { ...event, messageId: 'i' },
  })
})

test('a row is such an event when it has a type of the wire and says who it was', () => {
  expect(isEvent({ type: 'page', anonymousId: 'a' })).toBe(true)
  expect(isEvent({ type: 'click', userId: 'u' })).toBe(false)
  expect(isEvent({ type: 'track', user: 'u' })).toBe(false)
})
