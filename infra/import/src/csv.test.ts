/** CSV: whatever a right file holds is read as it is, and one slip costs one row. */
import { Readable } from 'node:stream'
import { parse } from 'csv-parse/sync'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvRows } from './csv.ts'
import { linesOf } from './lines.ts'
import type { FileRow } from './read.ts'

/** In pieces of `size` bytes, as a stream may bring them. */
function inPieces(text: string, size: number): AsyncIterable<Buffer> {
  const bytes = Buffer.from(text)
  return Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    ),
  )
}
const rowsOf = async (text: string, delimiter = ',', size = 7): Promise<FileRow[]> =>
  Readable.from(csvRows(linesOf(inPieces(text, size)), delimiter, () => undefined)).toArray()

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', '中', '🦟', ';') }),
  fc.string(),
)
const quote = (text: string, always: boolean): string =>
  always || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

test('a right file is read as a second reader reads it, however it is cut into pieces', async () => {
  const files = fc.record({
    rows: fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }),
    always: fc.boolean(),
    end: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\uFEFF'),
    size: fc.integer({ min: 1, max: 40 }),
  })
  await fc.assert(
    fc.asyncProperty(files, async ({ rows, always, end, mark, size }) => {
      fc.pre(rows.every((cells) => always || !/^\s*$/.test(cells.join(','))))
      const lines = rows.map((cells) => cells.map((text) => quote(text, always)).join(','))
      const text = `${mark}${['a,b,c', ...lines].join(end)}${end}`
      const expected: unknown = parse(text, { columns: true, bom: true, record_delimiter: end })
      expect((await rowsOf(text, ',', size)).map(({ row }) => row)).toEqual(expected)
    }),
  )
})

test('a row with too many or too few cells is told by its line, the others are read', async () => {
  expect(await rowsOf('a,b\n1,2\n3\n\n4,5,6\n"x\ny",8\n9,10\n')).toEqual([
    { number: 1, line: 2, row: { a: '1', b: '2' } },
    { number: 2, line: 3, fault: '1 cells, expected 2' },
    { number: 3, line: 5, fault: '3 cells, expected 2' },
    { number: 4, line: 6, row: { a: 'x\ny', b: '8' } },
    { number: 5, line: 8, row: { a: '9', b: '10' } },
  ])
})

test('a quote in the wrong place costs its row alone', async () => {
  expect(await rowsOf('a,b\n"q"z,5\n6,7\n')).toMatchObject([
    { line: 2, fault: expect.stringContaining('closing quote') as string },
    { line: 3, row: { a: '6', b: '7' } },
  ])
})

test('a quote that is never closed costs its line alone, not the rest of the file', async () => {
  const rows = await rowsOf(`a,b\n1,2\n"open,3\n${'4,5\n'.repeat(5_000)}`, ',', 4_096)
  expect(rows).toHaveLength(5_002)
  expect(rows.filter(({ fault }) => fault)).toEqual([
    { number: 2, line: 3, fault: 'a quote is opened and never closed' },
  ])
  expect(rows.at(-1)).toEqual({ number: 5_002, line: 5_003, row: { a: '4', b: '5' } })
})

test('a line that is too long costs itself alone, and is never held whole', async () => {
  const long = 'x'.repeat(3 * 1024 * 1024)
  expect(await rowsOf(`a,b\n1,2\n${long},3\n4,5\n`, ',', 65_536)).toEqual([
    { number: 1, line: 2, row: { a: '1', b: '2' } },
    { number: 2, line: 3, fault: 'the line is too long' },
    { number: 3, line: 4, row: { a: '4', b: '5' } },
  ])
})

test('a header that cannot be read stops the reading', async () => {
  await expect(rowsOf('"a,b\n1,2\n')).rejects.toThrow(/line 1, which should name the columns/)
})

test('other delimiters are read too', async () => {
  expect(await rowsOf('a;b\n1;"2;3"\n', ';')).toMatchObject([{ row: { a: '1', b: '2;3' } }])
})
