import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bodyOf, withContext } from './batch.ts'
import type { Row } from './row.ts'

const NOW = Date.UTC(2026, 0, 1)
const late = () => ({ timezone: 'UTC' })
const BASE = '{"locale":"en"}'

const row = (id: string, context: object = { sessionId: 's' }, base = BASE, isOlder = false): Row => {
  const own = JSON.stringify(context)
  const text = withContext(`{"messageId":"${id}"}`, own)
  return { text, own: isOlder ? undefined : own, base, chunk: 'c', size: text.length }
}

/** As the collector reads it: the batch's context under each event's own, one level deep. */
function read(body: string): { messageId: string; context: object }[] {
  const { context, batch } = JSON.parse(body) as {
    context: object
    batch: { messageId: string; context?: object }[]
  }
  return batch.map((event) => ({ ...event, context: { ...context, ...event.context } }))
}

describe('a batch', () => {
  test('has the key, the time of sending, and its events, with what they have in common said once', () => {
    expect(JSON.parse(bodyOf([row('a'), row('b')], 'key', NOW, late))).toEqual({
      writeKey: 'key',
      sentAt: '2026-01-01T00:00:00.000Z',
      context: { timezone: 'UTC', locale: 'en', sessionId: 's' },
      batch: [{ messageId: 'a' }, { messageId: 'b' }],
    })
  })

  test('adds what was found out late only to rows that do not bring their context whole', () => {
    const contextOf = (base: string) => read(bodyOf([row('a', {}, base)], 'key', NOW, late))[0]?.context
    expect(contextOf(BASE)).toEqual({ timezone: 'UTC', locale: 'en' })
    expect(contextOf('')).toEqual({})
  })

  test('gives every event exactly its own surroundings back, shared or not, of this page or an earlier one', () => {
    const context = fc.constantFrom<object>(
      { sessionId: 's', page: { url: '/' } },
      { sessionId: 's', campaign: { source: '","context":{"' } },
      {},
    )
    const rows = fc.array(fc.tuple(context, fc.boolean()), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(rows, fc.constantFrom('', BASE), (rows, base) => {
        const batch = rows.map(([context, isOlder], index) => row(String(index), context, base, isOlder))
        const expected = rows.map(([context]) => ({ ...(JSON.parse(base || '{}') as object), ...context }))
        expect(read(bodyOf(batch, 'key', NOW)).map(({ context }) => context)).toEqual(expected)
      }),
    )
  })
})
