/** Other charsets than UTF-8: what is said is believed only where the bytes bear it out. */
import { expect, test } from 'vitest'
import { inUtf8 } from './charset.ts'

const text = '{"event":"下单 café"}'
const told = (bytes: Uint8Array, type: string | undefined): string =>
  Buffer.from(inUtf8(bytes, type)).toString()

test('what is in the charset that it names is put into UTF-8', () => {
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
  expect(told(utf16, 'application/json; charset=UTF-16')).toBe(text)
  expect(told(Buffer.from('{"a":1}', 'utf16le'), 'application/json;charset="utf-16le"')).toBe('{"a":1}')
  const gbk = Buffer.concat([Buffer.from('{"a":"'), Buffer.from('cfc2b5a5', 'hex'), Buffer.from('"}')])
  expect(told(gbk, 'application/json; charset=GBK')).toBe('{"a":"下单"}')
  expect(told(Buffer.from('{"a":"é"}', 'latin1'), 'text/plain; Charset = iso-8859-1')).toBe('{"a":"é"}')
})

test('what is in UTF-8, names no charset or one that nobody knows stays as it is, byte by byte', () => {
  const bytes = Buffer.from(text)
  for (const type of [
    undefined,
    'application/json',
    'a/b; charset=utf-8',
    'a/b; charset=gbk',
    'a/b; charset=',
  ])
    expect(inUtf8(bytes, type)).toBe(bytes)
  const broken = Buffer.from('ff', 'hex')
  expect(inUtf8(broken, 'a/b; charset=utf-16')).toBe(broken)
  const withZero = Buffer.from('{"a":"\0\xff"}', 'latin1')
  expect(inUtf8(withZero, 'a/b; charset=gbk')).toBe(withZero)
  expect(inUtf8(broken, 'a/b; charset=klingon')).toBe(broken)
})
