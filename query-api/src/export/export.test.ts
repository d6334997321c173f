/** Answers as CSV and as lines of JSON: every number once, and no text that does anything. */
import type { Answer } from '@firefly/protocol/results'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatOf, linesOf } from './formats.ts'
import { tableOf } from './tables.ts'

const answer = (kind: string, result: object): Answer =>
  ({ kind, result, timezone: 'UTC', from: '', to: '', meta: {} }) as unknown as Answer
const trend = answer('trend', {
  buckets: ['2026-01-01T00:00:00+00:00', '2026-01-02T00:00:00+00:00'],
  series: [
    { name: 'A "b", c', breakdown: null, values: [1, null], total: 1 },
    { name: '=SUM(A1)', breakdown: 'x\ny', values: [0.5, -2], total: 3, compare: 'previous' },
    { name: '-1', breakdown: '-1+1', values: [7], total: 7 },
  ],
})
const text = (format: 'csv' | 'ndjson', of: Answer): string => [...linesOf(format, tableOf(of))].join('')

test('CSV as spreadsheets read it, without formulas', () => {
  expect(text('csv', trend)).toBe(
    [
      'series,breakdown,compare,bucket,value',
      '"A ""b"", c",,,2026-01-01T00:00:00+00:00,1',
      '"A ""b"", c",,,2026-01-02T00:00:00+00:00,',
      `'=SUM(A1),"x\ny",previous,2026-01-01T00:00:00+00:00,0.5`,
      `'=SUM(A1),"x\ny",previous,2026-01-02T00:00:00+00:00,-2`,
      `-1,'-1+1,,2026-01-01T00:00:00+00:00,7`,
      `-1,'-1+1,,2026-01-02T00:00:00+00:00,`,
      '',
    ].join('\r\n'),
  )
})

test('a JSON object a line', () => {
  const lines = text('ndjson', trend).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)[3]).toEqual({
    series: '=SUM(A1)',
    breakdown: 'x\ny',
    compare: 'previous',
    bucket: '2026-01-02T00:00:00+00:00',
    value: -2,
  })
})

test('every row is as wide as the header, whatever texts there are', () => {
  const name = fc.string()
  fc.assert(
    fc.property(fc.array(fc.record({ name, counts: fc.array(fc.nat(), { maxLength: 3 }) })), (series) => {
      const table = tableOf(answer('stickiness', { series }))
      for (const row of table.rows) expect(row).toHaveLength(table.columns.length)
      expect([...table.rows].length).toBe(series.flatMap(({ counts }) => counts).length)
      const parsed = text('ndjson', answer('stickiness', { series })).split('\n').filter(Boolean)
      expect(parsed.map((line) => (JSON.parse(line) as { series: string }).series)).toEqual(
        series.flatMap(({ name: own, counts }) => counts.map(() => own)),
      )
    }),
  )
})

test('the header says what is wanted; JSON where it says nothing', () => {
  expect(
    [
      undefined,
      '*/*',
      'text/csv',
      'text/csv; q=1, */*',
      'application/x-ndjson',
      'application/json, text/csv',
    ].map(formatOf),
  ).toEqual(['json', 'json', 'csv', 'csv', 'ndjson', 'json'])
})
