/** Bodies: every encoding the contract names, within their limits, with reasons that leak nothing. */
import zlib, { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decode } from './decode.ts'

const body = Buffer.from('{"batch":[{"金":"额"}]}')
const value = { batch: [{ 金: '额' }] }

test('plain, gzip, deflate (with its header and without) and br are all read, and the plain bytes kept', async () => {
  for (const [encoding, bytes] of [
    [undefined, body],
    ['gzip', gzipSync(body)],
    ['deflate', deflateSync(body)],
    ['deflate', deflateRawSync(body)],
    ['br', brotliCompressSync(body)],
  ] as const) {
    const decoded = await decode(bytes, { 'content-encoding': encoding }, 1_000)
    expect(decoded.value).toEqual(value)
    expect(Buffer.from(decoded.bytes).equals(body)).toBe(true)
  }
})

test('a byte order mark does not make a body unreadable', async () => {
  expect((await decode(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]), {}, 1_000)).value).toEqual(
    value,
  )
})

test('a bomb is cut off at the limit, whatever it would have become', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
  await expect(decode(bomb, { 'content-encoding': 'gzip' }, 1_000_000)).rejects.toMatchObject({
    code: 'payload_too_large',
    status: 413,
  })
})

test('an unknown or broken encoding is named', async () => {
  await expect(decode(body, { 'content-encoding': 'zip' }, 1_000)).rejects.toMatchObject({
    code: 'unsupported_encoding',
    status: 415,
  })
  await expect(decode(body, { 'content-encoding': 'gzip' }, 1_000)).rejects.toMatchObject({
    code: 'corrupt_encoding',
    status: 400,
  })
})

test('a compressed body that was cut is broken, wherever that was', async () => {
  const whole = gzipSync(
    Buffer.from(JSON.stringify({ batch: Array.from({ length: 500 }, (_, at) => at ** 3) })),
  )
  for (let length = 3; length < whole.length; length += 13)
    await expect(
      decode(whole.subarray(0, length), { 'content-encoding': 'gzip' }, 5_000_000),
    ).rejects.toMatchObject({
      status: 400,
    })
})

test('what is not JSON is refused without repeating any of it', async () => {
  const secret = Buffer.from('{"phone":"13800000000"')
  await expect(decode(secret, {}, 1_000)).rejects.toMatchObject({
    code: 'unreadable_json',
    status: 400,
  })
  await expect(decode(secret, {}, 1_000)).rejects.not.toThrow(/138/)
  await expect(decode(Buffer.from(`[${'x'.repeat(50)}13800000000]`), {}, 1_000)).rejects.not.toThrow(/138/)
})

const zstd = (zlib as { zstdCompressSync?: (body: Uint8Array) => Buffer }).zstdCompressSync
if (!zstd) console.warn('NOT RUN: zstd bodies — this runtime has no zstd')
test.runIf(!zstd)('zstd is refused where the runtime has none, naming what is taken', async () => {
  await expect(decode(body, { 'content-encoding': 'zstd' }, 1_000)).rejects.toMatchObject({
    status: 415,
    code: 'unsupported_encoding',
    message: 'expected content-encoding gzip, deflate, br or none',
  })
})
test.skipIf(!zstd)('zstd is read where the runtime has it', async () => {
  const packed = zstd?.(body) ?? body
  expect((await decode(packed, { 'content-encoding': 'zstd' }, 1_000)).value).toEqual(value)
})

test('gzip is known by its first bytes when no header names it, and a bomb is cut off there too', async () => {
  expect((await decode(gzipSync(body), { 'content-type': 'text/plain' }, 1_000)).value).toEqual(value)
  await expect(decode(gzipSync(Buffer.alloc(1_000_000)), {}, 10_000)).rejects.toMatchObject({ status: 413 })
})

test('JSON is taken under any content type; what is no JSON and does not claim to be is a 415', async () => {
  expect((await decode(body, { 'content-type': 'image/png' }, 1_000)).value).toEqual(value)
  await expect(decode(Buffer.from('<a/>'), { 'content-type': 'image/png' }, 1_000)).rejects.toMatchObject({
    code: 'unsupported_media_type',
    status: 415,
  })
})
