/** Bodies: every encoding the contract names, within their limits, with reasons that leak nothing. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decode } from './decode.ts'

const body = Buffer.from('{"batch":[{"金":"额"}]}')
const value = { batch: [{ 金: '额' }] }

test('plain, gzip, deflate and br are all read, and the plain bytes kept', async () => {
  for (const [encoding, bytes] of [
    [undefined, body],
    ['gzip', gzipSync(body)],
    ['deflate', deflateSync(body)],
    ['br', brotliCompressSync(body)],
  ] as const) {
    const decoded = await decode(bytes, encoding, 1_000)
    expect(decoded.value).toEqual(value)
    expect(Buffer.from(decoded.bytes).equals(body)).toBe(true)
  }
})

test('a byte order mark does not make a body unreadable', async () => {
  expect(
    (await decode(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]), undefined, 1_000)).value,
  ).toEqual(value)
})

test('a bomb is cut off at the limit, whatever it would have become', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
  await expect(decode(bomb, 'gzip', 1_000_000)).rejects.toMatchObject({
    code: 'payload_too_large',
    status: 413,
  })
})

test('an unknown or broken encoding is named', async () => {
  await expect(decode(body, 'zip', 1_000)).rejects.toMatchObject({
    code: 'unsupported_encoding',
    status: 415,
  })
  await expect(decode(body, 'gzip', 1_000)).rejects.toMatchObject({ code: 'corrupt_encoding', status: 400 })
})

test('what is not JSON is refused without repeating any of it', async () => {
  const secret = Buffer.from('{"phone":"13800000000"')
  await expect(decode(secret, undefined, 1_000)).rejects.toMatchObject({
    code: 'unreadable_json',
    status: 400,
  })
  await expect(decode(secret, undefined, 1_000)).rejects.not.toThrow(/138/)
  await expect(decode(Buffer.from(`[${'x'.repeat(50)}13800000000]`), undefined, 1_000)).rejects.not.toThrow(
    /138/,
  )
})
