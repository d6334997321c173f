import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

test('a table becomes a file that spreadsheets read back', () => {
  expect(
    csvOf([
      ['Time', 'a "b", c'],
      ['2026-01-01T00:00:00+08:00', 1.5],
      ['2026-01-02T00:00:00+08:00', null],
    ]),
  ).toBe('Time,"a ""b"", c"\r\n2026-01-01T00:00:00+08:00,1.5\r\n2026-01-02T00:00:00+08:00,')
})

test('an event called like a formula is not run by a spreadsheet', () => {
  expect(csvOf([['=HYPERLINK("x")', '@a', -1]])).toBe('"\'=HYPERLINK(""x"")",\'@a,-1')
})
