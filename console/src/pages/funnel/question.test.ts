import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyEvent, anyScope } from '../../question/arbitrary.ts'
import { emptyFilter } from '../../question/filters.ts'
import {
  type FunnelQuestion,
  gapsOfFunnel,
  moved,
  readFunnel,
  toFunnelInput,
  UNITS,
  writeFunnel,
} from './question.ts'

const anyQuestion: fc.Arbitrary<FunnelQuestion> = fc
  .record({
    steps: fc.array(anyEvent, { minLength: 1, maxLength: 4 }),
    window: fc.record({
      value: fc.integer({ min: 1, max: 1_000 }).map(String),
      unit: fc.constantFrom(...UNITS),
    }),
  })
  .chain((own) => anyScope.map((scope) => ({ ...scope, ...own })))

test('whoever opens a shared address sees the question that was shared', () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      expect(readFunnel(writeFunnel(question), 'Europe/Paris')).toEqual(question)
    }),
  )
})

test('an address that somebody garbled still opens a page with a question on it', () => {
  fc.assert(
    fc.property(fc.string(), fc.json(), (window, steps) => {
      const question = readFunnel(new URLSearchParams({ window, steps }).toString(), 'UTC')
      expect(question.steps.length).toBeGreaterThan(0)
      expect(Number(question.window.value)).toBeGreaterThan(0)
    }),
  )
})

test('a moved step takes the place it was moved to, and no step is lost', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.nat(), fc.nat(), (list, a, b) => {
      const [from, to] = [a % list.length, b % list.length]
      const result = moved(list, from, to)
      expect(result[to]).toBe(list[from])
      const byNumber = (one: number, other: number) => one - other
      expect(result.toSorted(byNumber)).toEqual(list.toSorted(byNumber))
    }),
  )
})

test('steps without an event and a window without a length are named before anything is asked', () => {
  const question = { ...readFunnel('', 'UTC'), window: { value: '', unit: 'day' as const } }
  expect(gapsOfFunnel(question).map(({ path }) => path)).toEqual([
    'window.value',
    'steps.0.event',
    'steps.1.event',
  ])
})

test('a funnel is asked with its steps in order and its window in numbers', () => {
  const steps = [
    { event: 'Product Added', filters: [] },
    {
      event: 'Order Completed',
      filters: [{ ...emptyFilter(), property: 'total', operator: 'gt' as const, values: ['100'] }],
    },
  ]
  const question = { ...readFunnel('', 'Asia/Shanghai'), steps }
  expect(toFunnelInput(question, new Date('2026-05-10T20:00:00Z'))).toEqual({
    kind: 'funnel',
    from: '2026-04-12',
    to: '2026-05-11',
    timezone: 'Asia/Shanghai',
    steps: [
      { event: 'Product Added' },
      { event: 'Order Completed', filters: [{ property: 'total', operator: 'gt', value: 100 }] },
    ],
    window: { value: 14, unit: 'day' },
  })
})

test('a funnel is broken down as its address says, and by nothing where it says nothing', () => {
  const asked = (search: string) => toFunnelInput(readFunnel(search, 'UTC'), new Date('2026-05-10T20:00:00Z'))
  expect(asked('by=plan&of=user&groups=3').breakdown).toEqual({ property: 'plan', source: 'user', limit: 3 })
  expect(asked('of=user').breakdown).toBeUndefined()
})
