import { describe, expect, test } from 'vitest'
import { createQueue } from './queue.ts'
import { type Row, rowOf } from './row.ts'

const row = (id: string, bytes = 10): Row => rowOf(id, '{}', '', '{}', bytes)
const ids = (rows: readonly Row[]): string => rows.map(({ id }) => id).join('')

describe('a full queue', () => {
  test('lets the oldest go by count', () => {
    const queue = createQueue({ maxQueueEvents: 3, maxQueueBytes: 1_000 })
    const gone = 'abcde'.split('').flatMap((id) => queue.add(row(id)))
    expect([ids(gone), ids(queue.all())]).toEqual(['ab', 'cde'])
  })

  test('lets the oldest go by bytes', () => {
    const queue = createQueue({ maxQueueEvents: 100, maxQueueBytes: 25 })
    queue.add(row('a'))
    queue.add(row('b'))
    expect(ids(queue.add(row('c', 20)))).toBe('ab')
  })

  test('spares what is in a request', () => {
    const queue = createQueue({ maxQueueEvents: 2, maxQueueBytes: 1_000 })
    const sent = row('a')
    queue.add(sent)
    sent.sending = true
    queue.add(row('b'))
    expect(ids(queue.add(row('c')))).toBe('b')
    expect(ids(queue.waiting())).toBe('c')
  })

  test('puts events of earlier visits in front, each once', () => {
    const queue = createQueue({ maxQueueEvents: 10, maxQueueBytes: 1_000 })
    queue.add(row('c'))
    queue.addOlder([row('a'), row('c'), row('b')])
    expect(ids(queue.all())).toBe('abc')
  })

  test('counts bytes right whatever comes and goes', () => {
    const queue = createQueue({ maxQueueEvents: 100, maxQueueBytes: 30 })
    for (const id of 'abcdefgh') {
      queue.add(row(id))
      queue.remove(queue.all().slice(0, 1))
    }
    expect(queue.add(row('x', 30))).toEqual([])
    expect(ids(queue.add(row('y', 1)))).toBe('x')
  })
})
