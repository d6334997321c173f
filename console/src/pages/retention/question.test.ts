/** A retention in the address, and as it is asked. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyEvent, anyScope, anyText } from '../../question/arbitrary.ts'
import {
  COUNTINGS,
  gapsOfRetention,
  MODES,
  PERIODS,
  readRetention,
  type RetentionQuestion,
  toRetentionInput,
  writeRetention,
} from './question.ts'

const anyQuestion: fc.Arbitrary<RetentionQuestion> = fc
  .record({
    start: anyEvent,
    back: anyEvent,
    period: fc.constantFrom(...PERIODS),
    periods: fc.integer({ min: 2, max: 90 }),
    mode: fc.constantFrom(...MODES),
    counting: fc.constantFrom(...COUNTINGS),
  })
  .chain((own) => anyScope.map((scope) => ({ ...scope, ...own })))

test('whoever opens a shared address sees the question that was shared', () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      expect(readRetention(writeRetention(question), 'Europe/Paris')).toEqual(question)
    }),
  )
})

test('an address that somebody garbled still opens a page with a question on it', () => {
  fc.assert(
    fc.property(fc.json(), anyText, anyText, (start, periods, mode) => {
      const address = new URLSearchParams({ start, periods, mode }).toString()
      expect(readRetention(address, 'UTC')).toMatchObject({ period: 'day', periods: 8, mode: 'recurring' })
    }),
  )
})

test('a retention is asked for with its events, its periods and its way of counting', () => {
  const address = new URLSearchParams({
    start: '{"event":"Signed Up"}',
    return: '{"event":"Order Completed","filters":[["total","gt","100"]]}',
    periods: '6 week',
    mode: 'first_time',
    by: '$channel',
  })
  const question = readRetention(address.toString(), 'Asia/Shanghai')
  expect(gapsOfRetention(question)).toEqual([])
  expect(toRetentionInput(question, new Date('2026-05-10T20:00:00Z'))).toEqual({
    kind: 'retention',
    from: '2026-04-12',
    to: '2026-05-11',
    timezone: 'Asia/Shanghai',
    start: { event: 'Signed Up' },
    return: { event: 'Order Completed', filters: [{ property: 'total', operator: 'gt', value: 100 }] },
    period: 'week',
    periods: 6,
    mode: 'first_time',
    counting: 'on',
    breakdown: { property: '$channel', limit: 10 },
  })
})

test('a filter of either event that lacks its value is named before anything is asked', () => {
  const filters = [{ ...anyFilterWithoutValue }]
  const question = readRetention('', 'UTC')
  const back = { event: 'Visited', filters }
  expect(gapsOfRetention({ ...question, start: back, back }).map(({ path }) => path)).toEqual([
    'start.filters.0.value',
    'return.filters.0.value',
  ])
})

const anyFilterWithoutValue = {
  property: 'total',
  whose: { source: 'event', groupType: '', asOf: 'now' },
  operator: 'gt',
  values: [],
} as const satisfies Omit<RetentionQuestion['filters'][number], 'values'> & { values: [] }
