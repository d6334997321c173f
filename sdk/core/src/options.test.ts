import { expect, test } from 'vitest'
import { addressOf } from './options.ts'

test('a device that debugs says so in the address it sends to, and no other does', () => {
  const options = { writeKey: 'key', host: 'https://collect.example/' }
  const urls = [undefined, false, true, 'dry-run' as const].map((debug) => addressOf({ ...options, debug }))
  expect(urls).toEqual([
    'https://collect.example/v1/batch',
    'https://collect.example/v1/batch',
    'https://collect.example/v1/batch?debug=true',
    'https://collect.example/v1/batch?debug=dry-run',
  ])
})
