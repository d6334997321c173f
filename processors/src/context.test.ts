/** The context of an event is its own over its batch's, and one object for as long as it says the same. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Context } from '@firefly/protocol/wire'
import { contextsOver } from './context.ts'

const value = fc.oneof(
  fc.constantFrom('a', 'b', '', null, 1),
  fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2'), { maxKeys: 2 }),
)
const context = fc.dictionary(fc.constantFrom('page', 'locale', 'sessionId', '__proto__'), value, {
  maxKeys: 3,
}) as fc.Arbitrary<Context>
const given = fc.option(context, { nil: undefined })

/** The obvious way: each event for itself. */
const alone = (batch: Context | undefined, own: Context | undefined): Context => contextsOver(batch)(own)

test('what an event gets does not depend on the events before it', () => {
  fc.assert(
    fc.property(given, fc.array(given, { maxLength: 12 }), (batch, owns) => {
      const inContext = contextsOver(batch)
      for (const own of owns) expect(inContext(own)).toEqual(alone(batch, own))
    }),
  )
})

test('an event’s own fields win, and objects of both are merged', () => {
  const batch = { locale: 'zh', page: { url: 'u', title: 't' } }
  expect(alone(batch, { locale: 'en', page: { title: 'own' }, sessionId: 's' })).toEqual({
    locale: 'en',
    page: { url: 'u', title: 'own' },
    sessionId: 's',
  })
  expect(batch.page.title).toBe('t')
})

test('events of one device share one object, until one of them says something else', () => {
  const inContext = contextsOver({ locale: 'zh' })
  const [first, second, other] = [{ sessionId: '1' }, { sessionId: '1' }, { sessionId: '2' }].map(inContext)
  expect(second).toBe(first)
  expect(other).not.toBe(first)
  expect(inContext(undefined)).toBe(inContext(null))
})
