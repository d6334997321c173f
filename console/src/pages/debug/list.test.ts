import type { DebugEvent } from '@firefly/protocol/debug'
import { expect, test } from 'vitest'
import { isProblem, matching, MOST_SHOWN, withNew } from './list.ts'

const debugged = (id: string, more: Partial<DebugEvent> = {}): DebugEvent => ({
  id,
  verdict: 'accepted',
  dryRun: false,
  dialect: 'native',
  receivedAt: '2026-01-01T00:00:00.000Z',
  event: 'Paid',
  messageId: '',
  distinctId: 'ana',
  platform: '',
  timestamp: '',
  properties: {},
  violations: [],
  ...more,
})
const ids = (events: readonly DebugEvent[]): string[] => events.map(({ id }) => id)

test('the newest come first, each once, also after the line was cut', () => {
  const first = withNew([], [debugged('a'), debugged('b')])
  expect(ids(withNew(first, [debugged('a'), debugged('b'), debugged('c')]))).toEqual(['c', 'b', 'a'])
  expect(withNew(first, [debugged('a')])).toBe(first)
})

test('so many are kept, and then the oldest go', () => {
  const many = Array.from({ length: MOST_SHOWN + 5 }, (_, n) => debugged(`${n}`))
  const shown = withNew([], many)
  expect([shown.length, shown[0]?.id, shown.at(-1)?.id]).toEqual([MOST_SHOWN, `${MOST_SHOWN + 4}`, '5'])
})

test('a problem is whatever was not accepted, or departs from the plan', () => {
  const fine = debugged('fine')
  const clash = debugged('clash', { violations: [{ code: 'wrong_type', property: 'total' }] })
  const rejected = debugged('rejected', { verdict: 'rejected', distinctId: 'bob' })
  const refused = debugged('refused', { verdict: 'refused', distinctId: '' })
  expect([fine, clash, rejected, refused].map(isProblem)).toEqual([false, true, true, true])
  const all = [fine, clash, rejected, refused]
  expect(ids(matching(all, { onlyProblems: true, person: 'an' }))).toEqual(['clash', 'refused'])
  expect(ids(matching(all, { onlyProblems: false, person: '' }))).toEqual(ids(all))
})
