/** Sessions: the SDK's word first, silence otherwise. */
import { expect, test } from 'vitest'
import { createSessions } from './session.ts'

const MINUTE = 60_000
const at = (time: number, device = 'd1', context = {}) => ({
  project: 'p',
  user_id: '',
  anonymous_id: device,
  time,
  context,
})

test('the session the SDK names is kept, number or text', () => {
  const sessionOf = createSessions(10)
  expect(sessionOf(at(0, 'd1', { sessionId: 'mine' })).session_id).toBe('mine')
  expect(sessionOf(at(0, 'd1', { sessionId: 1700 })).session_id).toBe('1700')
})

test('a session lasts until thirty minutes of silence, however long it is', () => {
  const sessionOf = createSessions(10)
  const ids = [0, 29, 58, 87].map((minute) => sessionOf(at(minute * MINUTE)).session_id)
  expect(new Set(ids).size).toBe(1)
  expect(sessionOf(at(118 * MINUTE)).session_id).not.toBe(ids[0])
})

test('an event that arrives late joins the session it belongs to', () => {
  const sessionOf = createSessions(10)
  const now = sessionOf(at(60 * MINUTE)).session_id
  expect(sessionOf(at(45 * MINUTE)).session_id).toBe(now)
  expect(sessionOf(at(20 * MINUTE)).session_id).toBe(now)
})

test('devices never share a session, and memory is bounded', () => {
  const sessionOf = createSessions(2)
  const first = sessionOf(at(0, 'a')).session_id
  expect(sessionOf(at(0, 'b')).session_id).not.toBe(first)
  sessionOf(at(1, 'c'))
  expect(sessionOf(at(2, 'a')).session_id).toBe(`a~${(2).toString(36)}`)
})
