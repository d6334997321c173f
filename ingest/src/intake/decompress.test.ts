/** Compressed bodies: honest ones are read whole, bombs cost no more than the caps. */
import { gzipSync } from 'node:zlib'
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

test('two hundred bombs at once hold no more memory than a few bodies', { timeout: 60_000 }, async () => {
  const before = process.memoryUsage.rss()
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 5)
  const outcomes = await Promise.allSettled(
    Array.from({ length: 200 }, () => decompress(bomb, 'gzip', 5 * MEGABYTE)),
  )
  clearInterval(watch)
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
  expect((most - before) / MEGABYTE).toBeLessThan(128)
})
