import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bodyOf, cut } from './batch.ts'
import { type Row, rowOf } from './row.ts'

const NOW = Date.UTC(2026, 0, 1)
const row = (id: string, base = '{"locale":"en"}', own = '{"sessionId":"s"}', bytes = 100): Row =>
  rowOf(id, `{"messageId":"${id}"}`, base, own, bytes)

/** As the collector reads it: the batch's context under each event's own, one level deep. */
function read(body: string): { messageId: string; context: object }[] {
  const { context, batch } = JSON.parse(body) as {
    context: object
    batch: { messageId: string; context?: object }[]
  }
  return batch.map((event) => ({ ...event, context: { ...context, ...event.context } }))
}

describe('a batch', () => {
  test('has the key, the time of sending, and its events', () => {
    expect(JSON.parse(bodyOf([row('a'), row('b')], 'key', NOW))).toEqual({
      writeKey: 'key',
      sentAt: '2026-01-01T00:00:00.000Z',
      context: { locale: 'en', sessionId: 's' },
      batch: [{ messageId: 'a' }, { messageId: 'b' }],
    })
  })

  test('what was found out late is said once, and not to rows that bring their context whole', () => {
    const late = '{"timezone":"UTC"}'
    const contextOf = (base: string) => read(bodyOf([row('a', base)], 'key', NOW, late))[0]?.context
    expect(contextOf('{"locale":"en"}')).toEqual({ timezone: 'UTC', locale: 'en', sessionId: 's' })
    expect(contextOf('')).toEqual({ sessionId: 's' })
  })

  test('gives every event exactly its own surroundings back, shared or not', () => {
    const own = fc.constantFrom(
      '{"sessionId":"s","page":{"url":"/"}}',
      '{"sessionId":"s","campaign":{"source":"x"}}',
      '{}',
    )
    fc.assert(
      fc.property(
        fc.array(own, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('', '{"locale":"en"}'),
        (owns, base) => {
          const rows = owns.map((own, index) => row(String(index), base, own))
          const expected = owns.map((own) => ({
            ...(JSON.parse(base || '{}') as object),
            ...(JSON.parse(own) as object),
          }))
          expect(read(bodyOf(rows, 'key', NOW)).map(({ context }) => context)).toEqual(expected)
        },
      ),
    )
  })

  test('holds only events of one visit', () => {
    expect(cut([row('a'), row('b', '{"locale":"de"}'), row('c')], 10, 10_000).map(({ id }) => id)).toEqual([
      'a',
    ])
  })

  test('is cut by count and by bytes, yet has one event at least', () => {
    const rows = ['a', 'b', 'c', 'd'].map((id) => row(id))
    expect(cut(rows, 3, 10_000)).toHaveLength(3)
    expect(cut(rows, 10, 2_048 + 250)).toHaveLength(2)
    expect(cut(rows, 10, 0)).toHaveLength(1)
    expect(cut([], 10, 10_000)).toEqual([])
  })

  test('leaves nothing out and changes no order', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 60 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 20 }), (sizes, most) => {
        let rest = sizes.map((bytes, index) => row(String(index), '{}', '{}', bytes))
        const seen: string[] = []
        while (rest.length > 0) {
          const batch = cut(rest, most, 10_000)
          seen.push(...batch.map(({ id }) => id))
          rest = rest.slice(batch.length)
        }
        expect(seen).toEqual(sizes.map((_, index) => String(index)))
      }),
    )
  })
})
