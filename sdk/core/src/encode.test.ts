import { MAX_PROPERTIES } from '@firefly/protocol/limits'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encode } from './encode.ts'
import { bytesOf } from './row.ts'

const event = (properties: Record<string, unknown>) => ({
  type: 'track' as const,
  event: 'Ordered',
  messageId: 'm',
  anonymousId: 'a',
  timestamp: '2026-01-01T00:00:00.000Z',
  properties,
})
const whole = (properties: Record<string, unknown>): string => encode(event(properties), [])
const kept = (properties: Record<string, unknown>): unknown =>
  (JSON.parse(whole(properties)) as { properties: unknown }).properties
/** The names told as left out. */
const trimmed = (properties: Record<string, unknown>): string[] => {
  const told: string[] = []
  encode(event(properties), told)
  return told
}

describe('whatever a page puts into an event', () => {
  test('what JSON can say is kept as it is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), (properties) => {
        expect(whole(properties)).toBe(JSON.stringify(event(properties)))
      }),
    )
  })

  test('a cycle is left out, the rest stays', () => {
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    expect(kept({ cycle, total: 5 })).toEqual({ total: 5 })
  })

  test('a BigInt, a throwing getter, a throwing toJSON are left out, the rest stays', () => {
    const bad = {
      big: 10n,
      toJSON: {
        toJSON: () => {
          throw new Error('no')
        },
      },
      nested: {
        get value(): never {
          throw new Error('no')
        },
      },
    }
    expect(kept({ ...bad, total: 5 })).toEqual({ total: 5 })
  })

  test('a function and a symbol are left out', () => {
    expect(kept({ run: () => 1, mark: Symbol('x'), total: 5 })).toEqual({ total: 5 })
  })

  test('a string of ten megabytes is left out, the rest stays', () => {
    expect(kept({ text: 'x'.repeat(10_000_000), total: 5 })).toEqual({ total: 5 })
  })

  test('what is nested deeper than the collector takes is left out', () => {
    let deep: unknown = 1
    for (let level = 0; level < 20; level++) deep = { deep }
    expect(kept({ deep, total: 5 })).toEqual({ total: 5 })
  })

  test('what is left out is told by name, and nothing else is', () => {
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    const bad = { run: () => 1, mark: Symbol('x'), cycle, big: 10n, long: 'x'.repeat(10_000_000) }
    expect(trimmed({ a: 1, ...bad, b: undefined, c: { d: [] } })).toEqual(Object.keys(bad))
    expect(trimmed({ a: 1, b: 'x'.repeat(10_000) })).toEqual([])
  })

  test('an object that leads to a whole page of others is given up on, not walked through', () => {
    const nodes = Array.from({ length: 100 }, (): Record<string, unknown> => ({}))
    for (const node of nodes) for (const [index, other] of nodes.entries()) node[`n${index}`] = other
    expect(kept({ element: nodes[0], total: 5 })).toEqual({ total: 5 })
  })

  test('of too many properties the first are kept', () => {
    const many = Object.fromEntries(Array.from({ length: 700 }, (_, index) => [`p${index}`, index]))
    expect(Object.keys(kept(many) as object)).toHaveLength(MAX_PROPERTIES)
  })
})

test('bytes are never fewer than UTF-8 has, and as many where it is ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(bytesOf(text)).toBeGreaterThanOrEqual(Buffer.byteLength(text))
      expect(bytesOf(encodeURIComponent(text))).toBe(encodeURIComponent(text).length)
    }),
  )
})
