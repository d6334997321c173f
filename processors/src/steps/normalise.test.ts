/** What is stored of an event: its reserved name, its ids, its properties as text. */
import { expect, test } from 'vitest'
import type { Event } from '@firefly/protocol/wire'
import { namedOf } from './normalise.ts'

const header = { project: 'p', batchId: 'b-1', receivedAt: 0, shape: 'batch', events: 1 } as const
const named = (wire: Event & Record<string, unknown>, index = 0) =>
  namedOf({ wire, header, index, partition: 2, offset: 9 })

test('every type but track has a reserved name', () => {
  const names = (['page', 'screen', 'identify', 'group', 'alias'] as const).map(
    (type) => named({ type }).event,
  )
  expect(names).toEqual(['$pageview', '$screen', '$identify', '$group', '$alias'])
  expect(named({ type: 'track', event: 'page' }).event).toBe('page')
})

test('an event knows its place in its record, as far as the column goes', () => {
  const places = [0, 7, 65_535, 70_000].map((index) => named({ type: 'track', event: 'x' }, index))
  expect(places.map(({ log_offset, place }) => [log_offset, place])).toEqual([
    [9, 0],
    [9, 7],
    [9, 65_535],
    [9, 65_535],
  ])
})

test('text stays text, everything else becomes JSON, and null is as good as absent', () => {
  const properties = {
    text: '12.5',
    number: 12.5,
    flag: true,
    list: [1, 'a'],
    bag: { x: null },
    nothing: null,
    empty: '',
  }
  expect(named({ type: 'track', event: 'x', properties }).properties).toEqual({
    text: '12.5',
    number: '12.5',
    flag: 'true',
    list: '[1,"a"]',
    bag: '{"x":null}',
    empty: '',
  })
})

test('the address is a property only where the door says that it may be kept', () => {
  const wire: Event = { type: 'track', event: 'x', properties: { $ip: 'claimed' } }
  const noted = (more: object) =>
    namedOf({ wire, header: { ...header, ...more }, index: 0, partition: 0, offset: 0 }).properties
  expect(noted({ ip: '203.0.113.0' })).toEqual({ $ip: 'claimed' })
  expect(noted({ ip: '203.0.113.0', keepIp: true, sample: 0.5 })).toEqual({
    $ip: '203.0.113.0',
    $sample_rate: '0.5',
  })
})

test('a property named like an inherited one is only a property', () => {
  const wire = JSON.parse(
    '{"type":"track","event":"x","properties":{"__proto__":{"a":1},"constructor":"c"}}',
  ) as Event
  const { properties } = named(wire)
  expect(Object.keys(properties)).toEqual(['__proto__', 'constructor'])
  expect(({} as Record<string, unknown>)['a']).toBeUndefined()
})

test('traits are properties of their event; a page’s name is one unless the properties have their own', () => {
  expect(named({ type: 'identify', userId: 'u', traits: { level: 'gold' } }).properties).toEqual({
    level: 'gold',
  })
  expect(named({ type: 'page', name: 'Home' }).properties).toEqual({ name: 'Home' })
  expect(named({ type: 'page', name: 'Home', properties: { name: 'Own' } }).properties).toEqual({
    name: 'Own',
  })
})

test('an event without an id is named by its batch and place, the same at every replay', () => {
  expect(named({ type: 'track', event: 'x' }, 3).message_id).toBe('b-1-3')
  expect(named({ type: 'track', event: 'x', messageId: 'm' }, 3).message_id).toBe('m')
})
