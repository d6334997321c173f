import { shelfIn } from '@firefly/core/shelf'
import { memoryState } from '@firefly/core/memory-state'
import type { Platform } from '@firefly/core/platform'
import { createSmallTracker } from '@firefly/core/small/tracker'
import { createTracker } from '@firefly/core/tracker'
import { describe, expect, test } from 'vitest'
import { type IdleWindow, startWhenIdle } from './idle-start.ts'
import { CORE_VERBS, VERBS } from './verbs.ts'

/** A window whose idle time comes when it is told to. */
function opened() {
  let idle: () => void = () => undefined
  const moves: string[] = []
  const history = {
    pushState: (_state: unknown, _title: string, url: string) => void moves.push(url),
    replaceState: () => undefined,
  }
  const requestIdleCallback = (run: () => void): number => {
    idle = run
    return 1
  }
  const view = Object.assign(new EventTarget(), { history, requestIdleCallback, setTimeout })
  return { view: view as unknown as IdleWindow, moves, idle: () => idle() }
}

const platform: Platform = {
  context: {},
  place: () => undefined,
  now: Date.now,
  random: (count) => new Uint8Array(count),
  after: () => () => undefined,
  state: memoryState(),
  shelf: shelfIn(memoryState()),
  ownership: { claim: () => Promise.resolve(() => undefined) },
  send: () => Promise.resolve({ status: 0 }),
  onLeave: () => () => undefined,
  onReturn: () => () => undefined,
  refusesTracking: false,
  warn: () => undefined,
}
const options = { writeKey: 'key', host: 'https://collect.example.com' }

test('every verb of a tracker can be called before it has started', () => {
  const all = Object.keys(createTracker(platform, options))
  const core = Object.keys(createSmallTracker({ ...platform, spillway: memoryState() }, options))
  expect(VERBS.split(' ').toSorted()).toEqual(all.toSorted())
  expect(CORE_VERBS.split(' ').toSorted()).toEqual(core.toSorted())
})

describe('a tracker that waits for the page to be idle', () => {
  const start = () => {
    const page = opened()
    const said: unknown[] = []
    let starts = 0
    const tracker = startWhenIdle(page.view, 'track userId', () => {
      starts++
      return { track: (...args: unknown[]) => void said.push(args), userId: () => 'ann' }
    })
    return { ...page, tracker, said, starts: () => starts }
  }

  test('starts once, when it is', () => {
    const { idle, starts } = start()
    expect(starts()).toBe(0)
    idle()
    idle()
    expect(starts()).toBe(1)
  })

  test('starts at the first call, and answers it', () => {
    const { tracker, said, idle, starts } = start()
    tracker.track('Ordered', { total: 5 })
    expect([tracker.userId(), said]).toEqual(['ann', [['Ordered', { total: 5 }]]])
    idle()
    expect(starts()).toBe(1)
  })

  test.each(['pagehide', 'visibilitychange', 'click'])('starts before a %s is over', (type) => {
    const { view, starts } = start()
    view.dispatchEvent(new Event(type))
    expect(starts()).toBe(1)
  })

  test('starts before the page moves on, which it does all the same', () => {
    const { view, moves, starts } = start()
    view.history.pushState(null, '', '/next')
    expect([starts(), moves]).toEqual([1, ['/next']])
  })

  test('hears what is said while it starts', async () => {
    const { view, idle } = opened()
    const said: string[] = []
    const tracker: { track: (event: string) => void } = startWhenIdle(view, 'track', () => {
      tracker.track('early')
      return { track: (event: string) => void said.push(event) }
    })
    idle()
    await expect.poll(() => said).toEqual(['early'])
  })
})
