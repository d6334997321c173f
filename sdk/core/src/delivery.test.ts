import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { retryIn } from './delivery.ts'
import type { Answer } from './platform.ts'

const NOW = Date.UTC(2026, 0, 1)
const wait = (answer: Answer, failures = 0, random = 0): number | undefined =>
  retryIn(answer, failures, NOW, random)

describe('whether the same events go again', () => {
  test('only after 429, 5xx and network errors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), (status) => {
        expect(wait({ status }) !== undefined).toBe(status === 429 || status >= 500)
      }),
    )
    expect(wait({ status: 0 })).toBe(500)
  })

  test('a 200 without a readable body delivers all the same', () => {
    for (const body of ['', 'ok', 'null', '[]', '{"rejected":7}'])
      expect(wait({ status: 200, body })).toBe(undefined)
  })

  test('a page of HTML behind a 200 is a captive portal: the events are kept', () => {
    expect(wait({ status: 200, body: ' <!doctype html><h1>Log in' })).toBe(500)
  })
})

describe('when they go again', () => {
  const waits = (random: number): (number | undefined)[] =>
    Array.from({ length: 12 }, (_, failures) => wait({ status: 503 }, failures, random))

  test('waits double from a second to five minutes', () => {
    expect(waits(1)).toEqual(
      [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300].map((seconds) => seconds * 1000),
    )
  })

  test('devices that fail together do not return together: each wait is between half and all', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
        waits(random).forEach((wait, failures) => {
          const longest = Math.min(2 ** failures * 1000, 300_000)
          expect(wait).toBeGreaterThanOrEqual(longest / 2)
          expect(wait).toBeLessThanOrEqual(longest)
        })
      }),
    )
  })

  test('Retry-After is never undercut, in seconds or as a date, and never believed beyond an hour', () => {
    const asked = (retryAfter: string): number | undefined => wait({ status: 429, retryAfter })
    expect(asked('30')).toBe(30_000)
    expect(asked(new Date(NOW + 90_000).toUTCString())).toBe(90_000)
    expect(asked('86400')).toBe(3_600_000)
    expect(asked('0')).toBe(500)
    expect(asked('-5')).toBe(500)
    expect(asked('soon')).toBe(500)
    expect(asked(new Date(NOW - 90_000).toUTCString())).toBe(500)
  })
})
