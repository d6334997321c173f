import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyEvent, anyScope, anyText } from '../../question/arbitrary.ts'
import { emptyFilter } from '../../question/filters.ts'
import { INTERVALS } from '../../question/interval.ts'
import {
  gapsOfTrend,
  MATHS,
  needsProperty,
  newSeries,
  readTrend,
  type SeriesDraft,
  toTrendInput,
  type TrendQuestion,
  writeTrend,
} from './question.ts'

const anySeries: fc.Arbitrary<SeriesDraft> = fc
  .tuple(anyEvent, fc.constantFrom(...MATHS), anyText)
  .map(([event, math, property]) => ({ ...event, math, property: needsProperty(math) ? property : '' }))

const anyQuestion: fc.Arbitrary<TrendQuestion> = fc
  .record({
    interval: fc.constantFrom('auto' as const, ...INTERVALS),
    series: fc.array(anySeries, { minLength: 1, maxLength: 3 }),
  })
  .chain((own) => anyScope.map((scope) => ({ ...scope, ...own })))
const simple = readTrend('', 'UTC')
const now = new Date('2026-05-10T12:00:00Z')

test('whoever opens a shared address sees the question that was shared', () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      expect(readTrend(writeTrend(question), 'Europe/Paris')).toEqual(question)
    }),
  )
})

test('an address that somebody garbled still opens a page with a question on it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.json(), (range, groups, series) => {
      const address = new URLSearchParams({
        range,
        groups,
        series,
        filters: series,
        interval: range,
        zone: range,
      })
      const question = readTrend(address.toString(), 'UTC')
      expect(question.series.length).toBeGreaterThan(0)
      expect(() => toTrendInput(question, now)).not.toThrow()
    }),
  )
})

test('a new page asks for every event of the last 30 days', () => {
  expect(gapsOfTrend(simple)).toEqual([])
  expect(toTrendInput(simple, now)).toEqual({
    kind: 'trend',
    from: '2026-04-11',
    to: '2026-05-10',
    timezone: 'UTC',
    interval: 'day',
    series: [{ name: 'A', math: 'total' }],
  })
})

test('what is missing is named by the path the server would use', () => {
  const series = {
    ...newSeries(),
    math: 'sum' as const,
    filters: [emptyFilter()],
  }
  const range = { from: '2026-02-01', to: '2026-01-01' }
  expect(gapsOfTrend({ ...simple, range, series: [newSeries(), series] }).map(({ path }) => path)).toEqual([
    'from',
    'series.1.property',
    'series.1.filters.0.property',
    'series.1.filters.0.value',
  ])
})

test('an interval that the range has outgrown gives way', () => {
  const input = toTrendInput({ ...simple, range: '12m', interval: 'minute' }, now)
  expect(input.interval).toBe('week')
})
