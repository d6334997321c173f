import { describe, expect, test } from 'vitest'
import { createIdentity, idOf } from './identity.ts'
import { memoryState } from './memory-state.ts'

function visit(state = memoryState()) {
  let made = 0
  return createIdentity(state, () => `device-${++made}-${state.keys().length}`)
}

describe('identity', () => {
  test('a device keeps its id from visit to visit', () => {
    const state = memoryState()
    expect(visit(state).anonymousId()).toBe(visit(state).anonymousId())
  })

  test('a signed-in user stays signed in after a reload, on the same device id', () => {
    const state = memoryState()
    const first = visit(state)
    const device = first.anonymousId()
    first.signIn('ann')
    const second = visit(state)
    expect([second.anonymousId(), second.userId()]).toEqual([device, 'ann'])
  })

  test('after reset the next person is a stranger to the last', () => {
    const state = memoryState()
    const identity = visit(state)
    const before = identity.anonymousId()
    identity.signIn('ann')
    identity.reset()
    expect(state.keys()).toEqual([])
    expect(identity.userId()).toBe(undefined)
    expect(identity.anonymousId()).not.toBe(before)
  })

  test('what another tab has written is taken over when the user returns', () => {
    const state = memoryState()
    const [here, there] = [visit(state), visit(state)]
    here.anonymousId()
    there.signIn('ann')
    here.refresh()
    expect(here.userId()).toBe('ann')
    there.reset()
    there.anonymousId()
    here.refresh()
    expect(here.userId()).toBe(undefined)
    expect(here.anonymousId()).toBe(there.anonymousId())
  })

  test('an id is text or a number, never empty, never too long, never cut', () => {
    expect([idOf('a'), idOf(7), idOf(0)]).toEqual(['a', '7', '0'])
    for (const bad of ['', undefined, null, {}, [], true, 'x'.repeat(257)]) expect(idOf(bad)).toBe(undefined)
    expect(idOf('x'.repeat(256))).toHaveLength(256)
  })
})
