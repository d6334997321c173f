import { shelfIn } from '@firefly/core/shelf'
import { memoryState } from '@firefly/core/memory-state'
import type { Platform } from '@firefly/core/platform'
import { createSmallTracker } from '@firefly/core/small/tracker'
import { createTracker } from '@firefly/core/tracker'
import { describe, expect, test, vi } from 'vitest'
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
  const document = { prerendering: false }
  const view = Object.assign(new EventTarget(), { history, requestIdleCallback, document })
  return { view: view as unknown as IdleWindow, document, moves, idle: () => idle() }
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

  test('says nothing of a page that is only prepared until it is shown, and then all that it was told, in order', async () => {
    const { view, document, idle, tracker, said, starts } = start()
    document.prerendering = true
    const answer: unknown = tracker.userId()
    tracker.track('Ordered')
    for (const type of ['visibilitychange', 'pagehide']) view.dispatchEvent(new Event(type))
    idle()
    expect(starts()).toBe(0)
    document.prerendering = false
    view.dispatchEvent(new Event('prerenderingchange'))
    tracker.track('Paid')
    expect([starts(), said]).toEqual([1, [['Ordered'], ['Paid']]])
    expect(await answer).toBe('ann')
  })

  test('that cannot start says so once, and its calls do nothing', () => {
    const { view } = opened()
    const warn = vi.spyOn(console, 'warn').mockReturnValue()
    const tracker = startWhenIdle(view, 'track', (): { track: (event: string) => void } => {
      throw new Error('no such thing')
    })
    for (const event of ['one', 'two']) expect(tracker.track(event)).toBe(undefined)
    expect(warn.mock.calls).toEqual([['[firefly]', new Error('no such thing')]])
    warn.mockRestore()
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
