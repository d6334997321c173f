/** Files: what they are is told by their content; a broken one is never half-read in silence. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type FileRow, openSource } from './read.ts'

const folder = mkdtempSync(join(tmpdir(), 'firefly-import-'))
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const read = async (path: string): Promise<FileRow[]> =>
  Readable.from((await openSource(path, () => undefined)).rows).toArray()

const CSV = 'who,what\nu1,Bought\nu2,Seen\n'
const NDJSON = '{"who":"u1","what":"Bought"}\n{"who":"u2","what":"Seen"}\n'

test('CSV and NDJSON, plain and gzip, are told apart whatever they are called', async () => {
  const files = [
    CSV,
    gzipSync(CSV),
    NDJSON,
    gzipSync(NDJSON),
    `\uFEFF${CSV}`,
    CSV.replaceAll(',', '\t'),
    `\n ${NDJSON}`,
  ]
  for (const [index, content] of files.entries())
    expect((await read(file(`data-${index}.txt`, content))).map(({ row }) => row)).toEqual([
      { who: 'u1', what: 'Bought' },
      { who: 'u2', what: 'Seen' },
    ])
})

test('a gzip of several parts is read to its end', async () => {
  expect(await read(file('parts.gz', Buffer.concat([gzipSync(CSV), gzipSync('u3,Left\n')])))).toHaveLength(3)
})

test('a gzip that is cut off fails, in either format; its rows so far are no whole file', async () => {
  for (const [name, line] of [
    ['csv', 'u,x\n'],
    ['ndjson', '{"who":"u"}\n'],
  ] as const) {
    const whole = gzipSync((name === 'csv' ? 'who,what\n' : '') + line.repeat(200_000), { level: 0 })
    await expect(read(file(`cut-${name}.gz`, whole.subarray(0, -20_000)))).rejects.toThrow(/unexpected end/)
  }
})

test('lines that are no JSON objects are told by their line', async () => {
  expect(await read(file('bad.ndjson', '{"a":1}\n\nnot json\n[1]\n{"a":2}'))).toEqual([
    { number: 1, line: 1, row: { a: 1 } },
    { number: 2, line: 3, fault: 'the line is no JSON' },
    { number: 3, line: 4, fault: 'the line is JSON, but no object' },
    { number: 4, line: 5, row: { a: 2 } },
  ])
})

test('an empty file has no rows', async () => {
  expect(await read(file('empty.csv', ''))).toEqual([])
})

test('files that cannot be read say what to do', async () => {
  const cases: [string, Buffer, RegExp][] = [
    [
      'book.xlsx',
      Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0]),
      /Excel workbook; unpack it, or save it as CSV/,
    ],
    ['utf16.csv', Buffer.from([0xff, 0xfe, 0x61, 0]), /save it as UTF-8/],
    ['list.json', Buffer.from('[{"a":1}]'), /one object a line/],
    ['broken.gz', Buffer.from([0x1f, 0x8b, 1, 2, 3]), /begins like gzip and is not/],
  ]
  for (const [name, content, advice] of cases) await expect(read(file(name, content))).rejects.toThrow(advice)
  await expect(read(join(folder, 'absent.csv'))).rejects.toThrow(/ENOENT/)
})

test('rows come while the file is being read, and what counts as read is never far ahead of them', async () => {
  const text = `who,what\n${'user-1,Bought\n'.repeat(300_000)}`
  for (const [name, content] of [
    ['long.csv', text],
    ['long.csv.gz', gzipSync(text, { level: 0 })],
  ] as const) {
    const { rows, totalBytes, bytesRead } = await openSource(file(name, content), () => undefined)
    const ahead: number[] = []
    for await (const { number } of rows) if (number % 10_000 === 1) ahead.push(bytesRead() - number * 14)
    expect(ahead).toHaveLength(30)
    expect(Math.max(...ahead)).toBeLessThan(totalBytes / 4)
  }
})
