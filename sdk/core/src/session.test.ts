import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryState } from './memory-state.ts'
import { createSessions, SESSION_MAX_MS, SHARE_EVERY_MS } from './session.ts'
import { createSmallSessions } from './small/session.ts'

const MINUTE = 60_000
const START = Date.UTC(2026, 0, 1)

const KINDS: [name: string, create: typeof createSessions | typeof createSmallSessions][] = [
  ['a session', createSessions],
  ['a session of the smallest tracker', createSmallSessions],
]

describe.each(KINDS)('%s', (_name, create) => {
  function visit(state = memoryState()) {
    let made = 0
    return create(state, (now) => `${now}-${++made}`)
  }

  test('goes on while events are less than half an hour apart', () => {
    const sessions = visit()
    const ids = [0, 29, 58, 87].map((minute) => sessions.touch(START + minute * MINUTE))
    expect(new Set(ids).size).toBe(1)
  })

  test('is over after half an hour of silence', () => {
    const sessions = visit()
    expect(sessions.touch(START + 30 * MINUTE)).not.toBe(undefined)
    const first = sessions.touch(START + 30 * MINUTE)
    expect(sessions.touch(START + 60 * MINUTE)).not.toBe(first)
  })

  test('is over after a day, however busy', () => {
    const sessions = visit()
    const first = sessions.touch(START)
    for (let now = START; now < START + SESSION_MAX_MS; now += 10 * MINUTE)
      expect(sessions.touch(now)).toBe(first)
    expect(sessions.touch(START + SESSION_MAX_MS)).not.toBe(first)
  })

  test('is the same in every tab', () => {
    const state = memoryState()
    const [one, other] = [visit(state), visit(state)]
    expect(other.touch(START + MINUTE)).toBe(one.touch(START))
  })

  test('stays alive in a quiet tab while another is used', () => {
    const state = memoryState()
    const [busy, quiet] = [visit(state), visit(state)]
    const first = quiet.touch(START)
    for (let minute = 1; minute <= 50; minute++) busy.touch(START + minute * MINUTE)
    expect(quiet.touch(START + 51 * MINUTE)).toBe(first)
  })

  test('is taken over by a tab when another has begun the next one', () => {
    const state = memoryState()
    const [one, other] = [visit(state), visit(state)]
    one.touch(START)
    other.touch(START)
    const next = other.touch(START + 40 * MINUTE)
    expect(one.touch(START + 41 * MINUTE)).toBe(next)
  })

  test('survives a reload', () => {
    const state = memoryState()
    expect(visit(state).touch(START + MINUTE)).toBe(visit(state).touch(START))
  })

  test('ends when it is forgotten', () => {
    const state = memoryState()
    const sessions = visit(state)
    const first = sessions.touch(START)
    sessions.endSession()
    expect(state.keys()).toEqual([])
    expect(sessions.touch(START)).not.toBe(first)
  })

  test('is not written at every event', () => {
    const state = memoryState()
    let writes = 0
    const sessions = visit({ ...state, set: (key, value) => ++writes > 0 && state.set(key, value) })
    for (let ms = 0; ms < SHARE_EVERY_MS; ms += 100) sessions.touch(START + ms)
    expect(writes).toBe(1)
  })

  test('can be begun whatever stands in the storage', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const state = memoryState()
        state.set('session', text)
        const sessions = visit(state)
        expect(sessions.touch(START)).toBe(sessions.touch(START + 1))
      }),
    )
  })

  test('never lasts longer than a day nor bridges half an hour, whatever the gaps', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 70 * MINUTE }), { maxLength: 80 })
    fc.assert(
      fc.property(gaps, (gaps) => {
        const sessions = visit()
        let now = START
        let startedAt = now
        let last = sessions.touch(now)
        for (const gap of gaps) {
          now += gap
          const id = sessions.touch(now)
          const over = gap >= 30 * MINUTE || now - startedAt >= SESSION_MAX_MS
          expect(id !== last).toBe(over)
          if (over) startedAt = now
          last = id
        }
      }),
    )
  })
})
