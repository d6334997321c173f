/** The judge itself: each kind of broken promise is seen. */
import { describe, expect, test } from 'vitest'
import { openLedger, type Received } from './collector/ledger.ts'
import { judge } from './judge.ts'
import type { Scenario } from './scenario.ts'

const SCENARIO: Scenario = {
  name: 'two events arrive',
  steps: [],
  arrives: [
    { event: 'a', user: null, device: 'A', session: 'S', properties: { n: 1 } },
    { event: 'b', user: 'u', device: 'A', session: 'T', properties: { took: { $atLeast: 2 } } },
  ],
}
const id = (n: number): string => `0191a3c2-7d4e-7abc-8def-00000000000${n}`
const received = (n: number, more: Partial<Received>): Received => ({
  type: 'track',
  messageId: id(n),
  anonymousId: 'device',
  timestamp: '2026-01-01T00:00:00.000Z',
  ...more,
  context: { platform: 'web', library: { name: 'x' }, sessionId: 's1', ...more.context },
})
const A = received(1, { event: 'a', properties: { n: 1 } })
const B = received(2, { event: 'b', userId: 'u', properties: { took: 3 }, context: { sessionId: 's2' } })

const faultsOf = (kept: Received[], more: Partial<Scenario> = {}, times: number[] = []): string[] =>
  judge(
    { ...SCENARIO, ...more },
    { ...openLedger(), kept, attempts: times.map((at) => ({ at, events: [] })) },
    { platform: 'web', speed: 1 },
  )

describe('the judge', () => {
  test('has nothing to say where everything arrived as told', () => {
    expect(faultsOf([A, B])).toEqual([])
  })

  test.each<[string, Received[], Partial<Scenario>?]>([
    ['a lost event', [A]],
    ['an event that nobody told', [A, B, received(3, { event: 'c' })]],
    ['one event under two ids', [A, B, { ...B, messageId: id(4) }]],
    ['a copy', [A, B, B]],
    ['another order', [B, A]],
    ['another property', [{ ...A, properties: { n: 2 } }, B]],
    ['one property more', [{ ...A, properties: { n: 1, m: 1 } }, B]],
    ['a number too small', [A, { ...B, properties: { took: 1 } }]],
    ['the wrong user', [A, { ...B, userId: 'v' }]],
    ['another device', [A, { ...B, anonymousId: 'other' }]],
    ['a session that goes on', [A, { ...B, context: { ...B.context, sessionId: 's1' } }]],
    ['an id that is no UUID', [{ ...A, messageId: 'mine' }, B]],
    ['another platform', [A, { ...B, context: { ...B.context, platform: 'ios' } }]],
    ['a lost event in any order', [A], { order: 'any' }],
  ])('sees %s', (_what, kept, more = {}) => {
    expect(faultsOf(kept, more).length).toBeGreaterThan(0)
  })

  test('lets copies and another order pass where a scenario allows them', () => {
    expect(faultsOf([B, A, B], { copies: 'allowed', order: 'any' })).toEqual([])
  })

  test('sees what was sent again although it may not be', () => {
    const attempts = [1, 2].map(() => ({ at: 0, events: [A] }))
    const ledger = { ...openLedger(), kept: [A, B], attempts }
    const faults = judge({ ...SCENARIO, sentOnce: ['a'] }, ledger, { platform: 'web', speed: 1 })
    expect(faults).toEqual(['a was sent again'])
  })

  test('sees too many batches, and one that comes too early', () => {
    expect(faultsOf([A, B], { mostBatches: 1 }, [0, 10])).toHaveLength(1)
    expect(faultsOf([A, B], { pause: { after: 0, ms: 1_000 } }, [0, 900])).toHaveLength(1)
    expect(faultsOf([A, B], { pause: { after: 0, ms: 1_000 } }, [0, 1_100])).toEqual([])
  })
})
