/** What is passed over is what `JSON.parse` takes, byte for byte. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { corrupted, spelled } from '../../testing/spelled.ts'
import { afterBlanks, afterValue, load } from './json.ts'

function passes(body: Uint8Array): boolean {
  load(body)
  const end = afterValue(afterBlanks(0), 0)
  return end >= 0 && afterBlanks(end) === body.length
}

function parses(body: Buffer): boolean {
  try {
    JSON.parse(body.toString('utf8'))
    return true
  } catch {
    return false
  }
}

const shallow = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.double(), fc.string({ unit: 'grapheme' }))

test('a value is passed over exactly when it is JSON, whatever became of its bytes', () => {
  fc.assert(
    fc.property(corrupted(spelled(shallow)), (body) => {
      expect(passes(body)).toBe(parses(body))
    }),
    { numRuns: 3_000 },
  )
})

test('every way to write a number, a word and a string wrongly is told', () => {
  const texts = [
    '01',
    '-',
    '-01',
    '1.',
    '.5',
    '1e',
    '1e+',
    '1E5',
    '-0.0e-10',
    '+1',
    'nul',
    'nulL',
    'true',
    'truefalse',
  ]
  const strings = [
    '"',
    '"\\"',
    '"\\x"',
    '"\\u12"',
    '"\\u12g4"',
    '"\\u12aF"',
    '"\t"',
    '"\u007f"',
    '"é中😀"',
    '',
  ]
  const lists = [
    '[',
    '[,]',
    '[1,]',
    '[1 2]',
    '[1',
    '{',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{1:1}',
    '{"a":1 "b":2}',
    '{,}',
  ]
  for (const text of [...texts, ...strings, ...lists]) {
    const body = Buffer.from(text)
    expect([text, passes(body)]).toEqual([text, parses(body)])
  }
})

test('what is deeper than any event may be is not passed over', () => {
  const deep = (levels: number): Buffer => Buffer.from('['.repeat(levels) + ']'.repeat(levels))
  expect([passes(deep(16)), passes(deep(17)), passes(deep(100_000))]).toEqual([true, false, false])
})

test('nothing of the body before is taken for a part of this one', () => {
  passes(Buffer.from('"a long text that ends well"'))
  expect([passes(Buffer.from('"a long')), passes(Buffer.from('nu'))]).toEqual([false, false])
  passes(Buffer.from('null'))
  expect(passes(Buffer.from('nu'))).toBe(false)
})
