import { MAX_BATCH_EVENTS } from '@firefly/protocol/limits'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settle, startDelivery, waitOf } from './delivery.ts'
import type { Answer } from './platform.ts'

const NOW = Date.UTC(2026, 0, 1)
const after = (answer: Answer, size = 10, random = 0.5) => settle(startDelivery(), answer, size, NOW, random)
const body = (value: unknown): string => JSON.stringify(value)

describe('what an answer means', () => {
  test('200 delivers, and tells what was rejected', () => {
    const rejected = [{ index: 1, messageId: 'b', code: 'too_deep', message: 'properties' }]
    expect(after({ status: 200, body: body({ accepted: 9, rejected }) })[1]).toEqual({
      kind: 'delivered',
      rejected,
    })
  })

  test('a 200 without a readable body delivers all the same', () => {
    for (const text of ['', 'ok', 'null', '[]', '{"rejected":7}'])
      expect(after({ status: 200, body: text })[1]).toEqual({ kind: 'delivered', rejected: [] })
  })

  test('a page of HTML behind a 200 is a captive portal: the events are kept', () => {
    expect(after({ status: 200, body: ' <!doctype html><h1>Log in' })[1].kind).toBe('retry')
  })

  test('a 400 that rejects each event is the last word on each', () => {
    const rejected = [{ index: 0, messageId: 'a', code: 'invalid_event', message: 'type' }]
    expect(after({ status: 400, body: body({ accepted: 0, rejected }) }, 1)[1]).toEqual({
      kind: 'delivered',
      rejected,
    })
  })

  test('any other 4xx is final, with its reason', () => {
    expect(after({ status: 401, body: body({ code: 'unknown_key', message: 'no such key' }) })[1]).toEqual({
      kind: 'refused',
      status: 401,
      message: 'unknown_key: no such key',
    })
  })

  test('413 splits the batch until one event alone is too large', () => {
    const [state, outcome] = after({ status: 413 }, 9)
    expect(outcome).toEqual({ kind: 'retry', status: 413, inMs: 0 })
    expect(waitOf(state, NOW)).toBe(0)
    expect(state.mostEvents).toBe(5)
    expect(after({ status: 413 }, 1)[1].kind).toBe('refused')
  })

  test('after a split batches grow again', () => {
    const [split] = after({ status: 413 }, 8)
    const [next] = settle(split, { status: 200 }, 4, NOW, 0)
    expect(next.mostEvents).toBe(8)
  })

  test('only 429, 5xx and network errors are tried again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 599 }), (status) => {
        const retried = after({ status }, 1)[1].kind === 'retry'
        expect(retried).toBe(status === 429 || status >= 500)
      }),
    )
    expect(after({ status: 0 })[1].kind).toBe('retry')
  })
})

describe('when to try again', () => {
  const waits = (count: number, random: number): number[] => {
    let state = startDelivery()
    return Array.from({ length: count }, () => {
      ;[state] = settle(state, { status: 503 }, 1, NOW, random)
      return waitOf(state, NOW)
    })
  }

  test('waits double from a second to five minutes', () => {
    expect(waits(12, 1)).toEqual(
      [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300].map((seconds) => seconds * 1000),
    )
  })

  test('devices that fail together do not return together: each wait is between half and all', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
        waits(10, random).forEach((wait, index) => {
          const longest = Math.min(2 ** index * 1000, 300_000)
          expect(wait).toBeGreaterThanOrEqual(longest / 2)
          expect(wait).toBeLessThanOrEqual(longest)
        })
      }),
    )
  })

  test('Retry-After is never undercut, in seconds or as a date, and never believed beyond an hour', () => {
    const wait = (retryAfter: string): number => waitOf(after({ status: 429, retryAfter }, 1, 0)[0], NOW)
    expect(wait('30')).toBe(30_000)
    expect(wait(new Date(NOW + 90_000).toUTCString())).toBe(90_000)
    expect(wait('86400')).toBe(3_600_000)
    expect(wait('0')).toBe(500)
    expect(wait('-5')).toBe(500)
    expect(wait('soon')).toBe(500)
    expect(wait(new Date(NOW - 90_000).toUTCString())).toBe(500)
  })

  test('a delivery ends the waiting', () => {
    const [failed] = settle(startDelivery(), { status: 503 }, 1, NOW, 1)
    const [state] = settle(failed, { status: 200 }, 1, NOW, 1)
    expect(state).toEqual({ failures: 0, notBefore: 0, mostEvents: MAX_BATCH_EVENTS })
  })

  test('a clock set back by years waits an hour at most', () => {
    const [state] = settle(startDelivery(), { status: 503 }, 1, NOW, 1)
    expect(waitOf(state, 0)).toBe(3_600_000)
  })
})
