/** Who is told of, where they come from, and what is told of neither. */
import { describe, expect, test } from 'vitest'
import { tryOut } from './testing/trial.ts'

declare const Page: (options: object) => unknown

const trial = tryOut()
const { start, settle, hostOf } = trial

describe('who and whence', () => {
  test('openid and unionid travel with every event and join whoever signs in', async () => {
    const { firefly } = start({ starts: false })
    const device = firefly.anonymousId()
    firefly.bind({ openid: 'o1', unionid: 'u1' })
    firefly.bind({ openid: 'o1' })
    firefly.identify('customer-7')
    firefly.track('paid')
    await settle()
    const aliases = trial.collector.events.filter(({ type }) => type === 'alias')
    expect(aliases.map(({ userId, previousId }) => [userId, previousId])).toEqual([
      ['openid:o1', device],
      ['unionid:u1', device],
      ['openid:o1', 'customer-7'],
      ['unionid:u1', 'customer-7'],
    ])
    expect(trial.collector.events.at(-1)?.properties).toMatchObject({ $openid: 'o1', $unionid: 'u1' })
  })

  test('a web page opened from here goes on as the same person', () => {
    const { firefly } = start()
    expect(firefly.handOver(undefined as never)).toBe(undefined)
    const url = firefly.handOver('https://shop.example/a?b=1#c')
    expect(url).toMatch(/^https:\/\/shop\.example\/a\?b=1&_ff=[^#]+#c$/)
    expect(decodeURIComponent(url)).toContain(firefly.anonymousId())
  })

  test('the campaign of a launch is on its session, and first and latest touch on every event', async () => {
    const kept = new Map<string, string>()
    const { host, device } = hostOf('wechat', kept)
    device.launch = { query: { utm_source: 'poster', utm_campaign: 'spring' }, scene: 1047 }
    const { firefly } = start({ starts: false }, host)
    firefly.track('a')
    device.hide()
    device.show({ query: { utm_source: 'chat' } })
    firefly.track('b')
    await settle()
    const [a, b] = trial.collector.events
    expect(a?.context).toMatchObject({ campaign: { source: 'poster', name: 'spring' } })
    expect(a?.properties).toMatchObject({ $initial_utm_source: 'poster', $latest_scene: '1047' })
    expect(b?.properties).toMatchObject({ $initial_utm_source: 'poster', $latest_utm_source: 'chat' })
  })

  test('queries of pages are not taken along', async () => {
    start({ starts: false })
    Page({})
    trial.runtime.open('pages/a', { phone: '138' })
    await settle()
    expect(JSON.stringify(trial.collector.bodies)).not.toContain('138')
  })

  test('queries are, where that is asked for', async () => {
    start({ starts: false, queries: true })
    Page({})
    trial.runtime.open('pages/a', { id: '7' })
    await settle()
    expect(trial.collector.events.at(-1)?.context).toMatchObject({ page: { search: '?id=7' } })
  })

  test('before consent nothing is stored or sent; after it what waited is', async () => {
    const { device, firefly } = start({ consent: 'required' })
    firefly.bind({ openid: 'o1' })
    firefly.track('early')
    await settle()
    expect([trial.collector.bodies, device.storage.size]).toEqual([[], 0])
    firefly.optIn()
    await settle()
    expect(trial.collector.names).toContain('early')
    firefly.optOut()
    firefly.track('late')
    await settle()
    expect(trial.collector.names).not.toContain('late')
  })
})
