/** What a mini-program can rely on: it runs as before, what people do is told, and nothing is lost. */
import type { Extension } from '@firefly/core/extension'
import type { Problem } from '@firefly/core/report'
import { describe, expect, test, vi } from 'vitest'
import type { HostName } from './host.ts'
import { wxLike } from './hosts/wx-like.ts'
import { wxDevice } from './testing/devices.ts'
import { tryOut } from './testing/trial.ts'

declare const App: (options: object) => unknown
declare const Page: (options: object) => unknown
declare const Component: (options: object) => unknown

const trial = tryOut()
const { start, settle } = trial

describe.each<HostName>(['wechat', 'alipay', 'baidu', 'douyin', 'qq', 'kuaishou', 'jd'])('on %s', (name) => {
  test('starts, pages, taps and ends are told in order, with where and on what', async () => {
    const { device } = start({}, name)
    App({})
    trial.runtime.app('onLaunch', device.launch)
    trial.runtime.app('onShow', device.launch)
    Page({ onBuy: () => undefined })
    const page = trial.runtime.open('pages/home/home', { id: 7 })
    page.call('onBuy', {
      type: 'tap',
      currentTarget: { id: 'buy', dataset: { name: 'Buy now' } },
      detail: { x: 10, y: 20 },
    })
    await vi.advanceTimersByTimeAsync(1_500)
    page.call('onHide')
    device.hide()
    await settle()
    expect(trial.collector.names).toEqual(['$app_start', 'page', '$click', '$pageleave', '$app_end'])
    const [started, seen, clicked, left] = trial.collector.events
    expect(started?.properties).toMatchObject({ $launch: 'cold', $is_first: true, $scene: '1001' })
    expect(seen?.context).toMatchObject({
      platform: name,
      page: { path: '/pages/home/home' },
      os: { name: 'Android', version: '12' },
      device: { manufacturer: 'HUAWEI', model: 'Mate 60' },
      app: { name: 'wx123', version: '2.1.0', hostVersion: '8.0.50' },
      network: { type: 'wifi' },
      locale: 'zh-CN',
    })
    expect(clicked?.properties).toMatchObject({
      $selector: '#buy',
      $text: 'Buy now',
      $handler: 'onBuy',
      $x: 10,
    })
    expect(left?.properties).toMatchObject({ $duration: 1.5 })
  })

  test('what was tracked without a network arrives at the next start', async () => {
    const kept = new Map<string, string>()
    trial.collector.status = 0
    const first = start({ starts: false }, name, kept)
    for (let n = 0; n < 50; n++) first.firefly.track(`kept ${n}`)
    await vi.advanceTimersByTimeAsync(200)
    first.firefly.stop()
    trial.collector.status = 200
    start({ starts: false }, name, kept)
    await settle()
    expect(trial.collector.names).toEqual(Array.from({ length: 50 }, (_, n) => `kept ${n}`))
    expect([...kept.keys()].filter((key) => key.includes('.queue/'))).toEqual([])
  })

  test('of a long outage it keeps as much as the host lets one value have; what it let go is counted', async () => {
    const kept = new Map<string, string>()
    const problems: Problem[] = []
    trial.collector.status = 0
    const onError = (problem: Problem): void => void problems.push(problem)
    const first = start({ starts: false, onError }, name, kept)
    for (let n = 0; n < 1_500; n++) first.firefly.track(`${n}`, { text: '一"'.repeat(150) })
    await vi.advanceTimersByTimeAsync(200)
    expect(problems.map(({ kind }) => kind)).toEqual(['dropped'])
    vi.clearAllTimers()
    trial.collector.status = 200
    start({ starts: false }, name, kept)
    await settle()
    const arrived = trial.collector.names.slice(0, -1).map(Number)
    expect(arrived.length).toBeGreaterThan(100)
    expect(arrived).toEqual(Array.from(arrived, (_, n) => 1_500 - arrived.length + n))
    expect(trial.collector.events.at(-1)?.properties).toMatchObject({ count: 1_500 - arrived.length })
  })

  test('what was tracked in the moment it goes to the back is kept at once', async () => {
    const kept = new Map<string, string>()
    trial.collector.status = 0
    const { device, firefly } = start({ starts: false }, name, kept)
    firefly.track('last')
    device.hide()
    // What it sent has failed, and the host ends it here: no timer runs any more.
    await vi.advanceTimersByTimeAsync(0)
    vi.clearAllTimers()
    trial.collector.status = 200
    start({ starts: false }, name, kept)
    await settle()
    expect(trial.collector.names).toEqual(['last'])
  })
})

describe('the program goes on as it was', () => {
  test('its functions have their `this`, their arguments and their answers, and its errors are its own', () => {
    start()
    const told: unknown[] = []
    const registered = App({
      globalData: 1,
      onLaunch(this: object, options: unknown) {
        told.push('globalData' in this, options)
        return 'launched'
      },
    })
    Page({
      data: { a: 1 },
      onLoad(this: { data: unknown }, query: unknown) {
        told.push(this.data, query)
      },
      fail() {
        throw new Error('the program’s own')
      },
      helper: (one: number, other: number) => one + other,
    })
    expect(registered).toBe('registered App')
    expect(trial.runtime.app('onLaunch', { path: 'p' })).toBe('launched')
    const page = trial.runtime.open('pages/a', { q: 1 })
    expect(told).toEqual([true, { path: 'p' }, { a: 1 }, { q: 1 }])
    expect(page.call('helper', 2, 3)).toBe(5)
    expect(() => page.call('fail')).toThrow('the program’s own')
  })

  test('a page that offers no sharing is not made to', () => {
    start()
    Page({})
    const { self } = trial.runtime.open('pages/a')
    expect(Object.keys(self)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/onShare|onAddToFavorites/)]),
    )
  })

  test('sharing is told with what the page answered', async () => {
    start({ starts: false })
    Page({ onShareAppMessage: () => ({ title: 'Look', path: '/pages/a?from=x' }) })
    const page = trial.runtime.open('pages/a')
    expect(page.call('onShareAppMessage', { from: 'button' })).toEqual({
      title: 'Look',
      path: '/pages/a?from=x',
    })
    await settle()
    expect(trial.collector.events.at(-1)).toMatchObject({
      event: '$share',
      properties: { $share_kind: 'chat', $share_from: 'button', $title: 'Look' },
    })
  })

  test('one tap handed from function to function is one event; what is no tap is none', async () => {
    start({ starts: false, pageViews: false })
    Component({ methods: { outer: () => undefined, inner: () => undefined, onInput: () => undefined } })
    const component = trial.runtime.component()
    const tap = { type: 'tap', currentTarget: { dataset: {} } }
    component.call('outer', tap)
    component.call('inner', tap)
    component.call('onInput', { type: 'input', currentTarget: {}, detail: { value: '13800000000' } })
    component.call('outer', 'just a text')
    await settle()
    expect(trial.collector.names).toEqual(['$click'])
    expect(JSON.stringify(trial.collector.bodies)).not.toContain('13800000000')
  })

  test('an extension is told when somebody comes back, not when the program starts', async () => {
    const told: string[] = []
    const noting: Extension = {
      name: 'noting',
      setup(host) {
        host.onLeave(() => told.push('left'))
        host.onReturn(() => told.push('back'))
        return undefined
      },
    }
    const { device } = start({ extensions: [noting] })
    App({})
    trial.runtime.app('onShow', device.launch)
    device.hide()
    device.show()
    device.network('none')
    device.network('wifi')
    await settle()
    expect(told).toEqual(['left', 'back', 'back'])
  })

  test('a host without storage, network or system information breaks nothing, and events still arrive', async () => {
    const { api } = wxDevice(trial.collector)
    const forbidden = (): never => {
      throw new Error('forbidden')
    }
    const bare = {
      getStorageSync: forbidden,
      setStorageSync: forbidden,
      removeStorageSync: forbidden,
      getStorageInfoSync: forbidden,
      getSystemInfoSync: forbidden,
      request: api.request,
    }
    start({}, wxLike('wechat', bare)).firefly.track('still')
    await settle()
    expect(trial.collector.names).toContain('still')
  })
})
