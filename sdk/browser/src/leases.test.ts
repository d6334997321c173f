import { memoryState } from '@firefly/core/memory-state'
import { beforeEach, describe, expect, test } from 'vitest'
import { LEASE_MS, leaseOwnership } from './leases.ts'

describe('leases, where a browser has no locks', () => {
  let now = 0
  let timers: { at: number; run: () => void }[] = []
  beforeEach(() => {
    now = 1_000_000
    timers = []
  })
  const after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: now + ms, run }
    timers.push(timer)
    return () => void timers.splice(timers.indexOf(timer), 1)
  }
  const pass = (ms: number): void => {
    const end = now + ms
    for (;;) {
      const due = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
      if (!due) break
      timers.splice(timers.indexOf(due), 1)
      now = due.at
      due.run()
    }
    now = end
  }
  const leases = memoryState()
  const open = () => leaseOwnership({ now: () => now, after }, leases)

  test('one page has what another has not let go of', async () => {
    const letGo = await open().claim('a')
    expect(letGo).toBeTypeOf('function')
    expect(await open().claim('a')).toBe(undefined)
    pass(10 * LEASE_MS)
    expect(await open().claim('a')).toBe(undefined)
    letGo?.()
    expect(leases.keys()).toEqual([])
    expect(await open().claim('a')).toBeTypeOf('function')
  })

  test('a page that died without a word loses it when its lease lapses, and not before', async () => {
    await open().claim('b')
    timers = []
    pass(LEASE_MS - 1)
    expect(await open().claim('b')).toBe(undefined)
    pass(1)
    expect(await open().claim('b')).toBeTypeOf('function')
  })
})
