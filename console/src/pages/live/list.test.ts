import type { LiveEvent } from '@firefly/protocol/live'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { EMPTY, type LiveAction, type LiveList, matches, MOST_EVENTS, reduceLive, shownOf } from './list.ts'

const event = (name: string, distinctId = 'ann'): LiveEvent => ({
  messageId: name,
  event: name,
  time: '2026-05-10T12:00:00.000Z',
  receivedAt: '2026-05-10T12:00:00.000Z',
  distinctId,
  sessionId: '',
  platform: 'web',
  pathname: '/',
  country: '',
  browser: '',
  os: '',
  properties: {},
})
const came = (...names: string[]): LiveAction => ({
  kind: 'came',
  events: names.map((name) => event(name)),
  dropped: 0,
})
const after = (...actions: LiveAction[]): LiveList => actions.reduce(reduceLive, EMPTY)
const names = (rows: LiveList['kept']): string[] => rows.map((row) => row.event.event)

test('the newest event stands first', () => {
  expect(names(shownOf(after(came('a', 'b'), came('c'))))).toEqual(['c', 'b', 'a'])
})

test('while paused the list stands still, and nothing that came meanwhile is lost', () => {
  const paused = after(came('a'), { kind: 'pause' }, came('b'), came('c'))
  expect(names(paused.kept)).toEqual(['a'])
  expect(names(paused.waiting)).toEqual(['c', 'b'])
  const resumed = reduceLive(paused, { kind: 'resume' })
  expect(names(resumed.kept)).toEqual(['c', 'b', 'a'])
  expect(resumed.waiting).toEqual([])
})

test('a flood is bounded, and it is said that events were let go', () => {
  const flood = came(...Array.from({ length: MOST_EVENTS + 20 }, (_, index) => String(index)))
  expect(after(flood).kept).toHaveLength(MOST_EVENTS)
  expect(names(after(flood).kept)[0]).toBe(String(MOST_EVENTS + 19))
  const paused = after({ kind: 'pause' }, flood)
  expect(paused.waiting).toHaveLength(MOST_EVENTS)
  expect(paused.overflowed).toBe(true)
})

test('what the server let go is added up', () => {
  const drop = (dropped: number): LiveAction => ({ kind: 'came', events: [], dropped })
  expect(after(drop(3), drop(4)).dropped).toBe(7)
})

test('the one event somebody looks for is not pushed out by all the others', () => {
  const filter: LiveAction = { kind: 'filter', filter: { event: 'order', person: '' } }
  const noise = came(...Array.from({ length: MOST_EVENTS * 2 }, () => 'noise'))
  const watched = after(filter, came('Order Completed'), noise, noise)
  expect(names(shownOf(watched))).toEqual(['Order Completed'])
  expect(watched.kept).toHaveLength(MOST_EVENTS + 1)
  const orders = came(...Array.from({ length: MOST_EVENTS * 3 }, () => 'Order Completed'))
  expect(shownOf(after(filter, orders))).toHaveLength(MOST_EVENTS)
})

test('no two rows have the same place, whatever happens in whatever order', () => {
  const anyAction: fc.Arbitrary<LiveAction> = fc.oneof(
    fc.array(fc.constant('x'), { maxLength: 5 }).map((list) => came(...list)),
    fc.constantFrom<LiveAction>({ kind: 'pause' }, { kind: 'resume' }, { kind: 'clear' }),
  )
  fc.assert(
    fc.property(fc.array(anyAction), (actions) => {
      const { kept, waiting } = after(...actions)
      const places = [...waiting, ...kept].map(({ place }) => place)
      expect(places).toEqual([...new Set(places)].toSorted((a, b) => b - a))
    }),
  )
})

test('a filter finds a name by any part of it and a person by the beginning of the id', () => {
  const added = event('Product Added', 'ann-1')
  expect(matches(added, { event: 'product', person: '' })).toBe(true)
  expect(matches(added, { event: ' ADDED ', person: 'ann' })).toBe(true)
  expect(matches(added, { event: '', person: '1' })).toBe(false)
  expect(matches(added, { event: 'order', person: '' })).toBe(false)
})
