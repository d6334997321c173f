import type { DebugEvent } from '@firefly/protocol/debug'
import { MASK } from '@firefly/protocol/plan'
import { expect, test } from 'vitest'
import { createDebugHub } from './hub.ts'
import { createRecent } from './recent.ts'

const debugged = (event: string, properties: Record<string, unknown> = {}): DebugEvent => ({
  id: event,
  verdict: 'accepted',
  dryRun: false,
  dialect: 'native',
  receivedAt: '2026-01-01T00:00:00.000Z',
  event,
  messageId: '',
  distinctId: '',
  platform: '',
  timestamp: '',
  properties,
  violations: [],
})

const MINUTE_MS = 60_000

test('a watcher sees its own project alone, and the last minutes of it first', () => {
  let now = 0
  const hub = createDebugHub({ levelsOf: () => new Map(), clock: () => now })
  hub.take('shop', [debugged('old')])
  now += 11 * MINUTE_MS
  hub.take('shop', [debugged('a moment ago')])
  hub.take('bank', [debugged('secret')])
  const seen: string[] = []
  const stop = hub.subscribe({ project: 'shop', maySee: 5 }, ({ event }) => seen.push(event))
  hub.take('shop', [debugged('now')])
  hub.take('bank', [debugged('secret too')])
  stop()
  hub.take('shop', [debugged('later')])
  expect(seen).toEqual(['a moment ago', 'now'])
})

test('a watcher sees values up to the level of its key, and the names of all', () => {
  const levels = new Map([
    ['phone', 4],
    ['card', 5],
  ])
  const hub = createDebugHub({ levelsOf: () => levels, clock: () => 0 })
  const seen: Record<number, unknown> = {}
  for (const maySee of [1, 4, 5])
    hub.subscribe({ project: 'shop', maySee }, ({ properties }) => (seen[maySee] = properties))
  hub.take('shop', [debugged('Paid', { total: 3, phone: '138', card: '62' })])
  expect(seen).toEqual({
    1: { total: 3, phone: MASK, card: MASK },
    4: { total: 3, phone: '138', card: MASK },
    5: { total: 3, phone: '138', card: '62' },
  })
})

test('the last few are kept of each project, and the last few projects', () => {
  const recent = createRecent<number>({ mostProjects: 2, mostValues: 2, keptMs: 10 })
  for (const value of [1, 2, 3]) recent.put('a', value, value)
  recent.put('b', 4, 4)
  expect([recent.of('a', 4), recent.of('b', 4)]).toEqual([[2, 3], [4]])
  expect(recent.of('a', 13)).toEqual([3])
  recent.put('a', 5, 5)
  recent.put('c', 6, 6)
  expect([recent.of('a', 6), recent.of('b', 6), recent.of('c', 6)]).toEqual([[3, 5], [], [6]])
})
