import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { HAND_OVER_MS, handedOver, handOver, withoutHandOver } from './hand-over.ts'

const NOW = Date.UTC(2026, 0, 1)
const id = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  .filter((text) => !/[\uD800-\uDFFF]/u.test(text))
const address = fc.constantFrom(
  'https://h5.example/',
  'https://h5.example/a?b=c',
  'https://h5.example/a?b=c#/orders?x=1',
  'https://h5.example/#top',
)

test('what is handed over in an address arrives as it was, and the rest of the address stays', () => {
  fc.assert(
    fc.property(
      address,
      id,
      fc.option(id, { nil: undefined }),
      fc.option(id, { nil: undefined }),
      (url, anonymousId, userId, sessionId) => {
        const handed = handOver(url, { anonymousId, userId, sessionId }, NOW)
        expect(handedOver(handed, NOW)).toEqual({ anonymousId, userId, sessionId })
        expect(withoutHandOver(handed)).toBe(url)
      },
    ),
    { numRuns: 50 },
  )
})

test('an address that a host has encoded once more on the way still says who opens it', () => {
  const handed = handOver('https://h5.example/?a=1', { anonymousId: 'd,1', userId: 'u 2' }, NOW)
  const value = /_ff=(.*)$/.exec(handed)?.[1] ?? ''
  const again = handed.replace(value, encodeURIComponent(value))
  expect(handedOver(again, NOW)).toEqual({ anonymousId: 'd,1', userId: 'u 2', sessionId: undefined })
})

test('an address that was kept or shared makes nobody somebody else', () => {
  const handed = handOver('https://h5.example/', { anonymousId: 'd' }, NOW)
  expect(handedOver(handed, NOW + HAND_OVER_MS)).toBeDefined()
  expect(handedOver(handed, NOW + HAND_OVER_MS + 1)).toBe(undefined)
})

test('what is not ours hands over nobody, and never throws', () => {
  for (const url of [
    '',
    'https://h5.example/',
    '?_ff=',
    '?_ff=1',
    '?_ff=%E0%A4%A',
    `?_ff=${NOW},`,
    `?_ff=${NOW},${'x'.repeat(300)}`,
  ])
    expect(handedOver(url, NOW)).toBe(undefined)
})
