/** Whoever watches sees of each event what their key may see. */
import type { LiveEvent } from '@firefly/protocol/live'
import { MASK } from '@firefly/protocol/plan'
import { expect, test } from 'vitest'
import { liveSeen } from './live.ts'
import { sightOf } from './sight.ts'

const event: LiveEvent = {
  messageId: 'm',
  event: 'Paid',
  time: '2026-01-10T12:00:00.000Z',
  receivedAt: '2026-01-10T12:00:00.000Z',
  distinctId: 'u',
  sessionId: 's',
  platform: 'web',
  pathname: '/pay',
  country: 'CN',
  browser: '',
  os: 'iOS',
  properties: { phone: '139', total: '12', '=x(': 'a name that nothing computes' },
}

test('properties and what was derived are masked by their levels; what is not there stays so', () => {
  const levels = new Map([
    ['phone', 4],
    ['$pathname', 3],
    ['$browser', 5],
    ['total', 2],
    ['=x(', 5],
  ])
  expect(liveSeen(event, sightOf(2, levels))).toEqual({
    ...event,
    pathname: MASK,
    properties: { phone: MASK, total: '12', '=x(': MASK },
  })
  expect(liveSeen(event, sightOf(5, levels))).toBe(event)
})
