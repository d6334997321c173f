/** Compressed bodies: honest ones are read whole, bombs cost no more than the caps. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decompress } from './decompress.ts'

const MEGABYTE = 1024 * 1024
const bomb = gzipSync(Buffer.alloc(128 * MEGABYTE))

test('the very same event shrinks a lot and is still taken', async () => {
  const line = '{"type":"track","event":"Product Viewed","anonymousId":"018f3c1e-7b1a-7c33"},'
  const honest = Buffer.from(line.repeat(30_000))
  const compressed = gzipSync(honest, { level: 9 })
  await expect(decompress(compressed, 'gzip', 5 * MEGABYTE)).resolves.toHaveLength(honest.length)
})

test('a body may not become more than so many times its size, even below the cap on bytes', async () => {
  const small = gzipSync(Buffer.alloc(4 * MEGABYTE))
  await expect(decompress(small, 'gzip', 5 * MEGABYTE)).rejects.toMatchObject({
    code: 'payload_too_large',
    message: expect.stringContaining('500 times its size'),
  })
})

const lying = Buffer.concat([bomb.subarray(0, -4), Buffer.from([1, 0, 0, 0])])
const brotli = brotliCompressSync(Buffer.alloc(128 * MEGABYTE), {
  params: { [constants.BROTLI_PARAM_QUALITY]: 5 },
})

test.each([
  ['that says how large it is', bomb, 'gzip'],
  ['that lies about it', lying, 'gzip'],
  ['in brotli, which says nothing', brotli, 'br'],
])(
  'two hundred bombs at once %s hold no more memory than a few bodies',
  async (_kind, bytes, encoding) => {
    const before = process.memoryUsage.rss()
    let most = before
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss())
    }, 5)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 200 }, () => decompress(bytes, encoding, 5 * MEGABYTE)),
    )
    clearInterval(watch)
    const codes = outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)
    expect(new Set(codes)).toEqual(new Set(['payload_too_large']))
    expect((most - before) / MEGABYTE).toBeLessThan(128)
  },
  60_000,
)
