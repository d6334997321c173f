/** Sessions: the SDK's word, and no guess of ours where it says nothing. */
import { expect, test } from 'vitest'
import { sessionOf } from './session.ts'

test('the session the SDK names is kept, number or text', () => {
  expect(sessionOf({ context: { sessionId: 'mine' } })).toEqual({ session_id: 'mine' })
  expect(sessionOf({ context: { sessionId: 1700 } })).toEqual({ session_id: '1700' })
})

test('where it names none, none is made up', () => {
  for (const context of [{}, { sessionId: null }, { sessionId: '' }])
    expect(sessionOf({ context })).toEqual({ session_id: '' })
})
