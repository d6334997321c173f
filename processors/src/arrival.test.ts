/** Records opened: each shape, the rejected left out, contexts merged, nothing thrown. */
import { encodeRecord, type RecordHeader } from '@firefly/protocol/record'
import { expect, test } from 'vitest'
import { openRecord } from './arrival.ts'

const header: RecordHeader = { project: 'p', batchId: 'b', receivedAt: 1, shape: 'batch', events: 1 }
const open = (body: unknown, change: Partial<RecordHeader> = {}) =>
  openRecord(encodeRecord({ ...header, ...change }, Buffer.from(JSON.stringify(body))), 1, 7)
const arrivals = (body: unknown, change?: Partial<RecordHeader>) => {
  const opened = open(body, change)
  if (!opened.ok) throw new Error(opened.detail)
  return opened.arrivals
}
const event = (name: string, more = {}) => ({ type: 'track', event: name, ...more })

test('events that ingest refused are left out, and the others keep their places', () => {
  const list = arrivals({ batch: [event('a'), 7, event('c')] }, { rejected: [1] })
  expect(list.map(({ wire, index }) => [wire.event, index])).toEqual([
    ['a', 0],
    ['c', 2],
  ])
})

test('an event’s own context lies over its batch’s, one level deep', () => {
  const context = { locale: 'zh', page: { url: 'u', title: 'batch' } }
  const [first, second] = arrivals({
    context,
    batch: [event('a'), event('b', { context: { page: { title: 'own' } } })],
  })
  expect(first?.context).toEqual(context)
  expect(second?.context).toEqual({ locale: 'zh', page: { url: 'u', title: 'own' } })
})

test('a single event takes its type from the route, a list has nothing in common', () => {
  expect(arrivals({ userId: 'u' }, { shape: 'event', type: 'page' })[0]?.wire.type).toBe('page')
  expect(arrivals([event('a'), event('b')], { shape: 'list' })).toHaveLength(2)
})

test('the time of sending is read where it is one', () => {
  expect(arrivals({ sentAt: '2026-01-31T00:00:00Z', batch: [event('a')] })[0]?.sentAt).toBe(
    Date.UTC(2026, 0, 31),
  )
  expect(arrivals({ batch: [event('a')] })[0]?.sentAt).toBeUndefined()
})

test('what cannot be read is told, not thrown', () => {
  expect(openRecord(new Uint8Array([9]), 0, 0)).toMatchObject({ ok: false, reason: 'unknown_version' })
  expect(openRecord(encodeRecord(header, Buffer.from('{"batch":')), 0, 0)).toMatchObject({
    ok: false,
    reason: 'undecodable',
  })
  expect(open({ batch: 7 })).toMatchObject({ ok: false, reason: 'undecodable' })
})
