/** Pages: addresses taken apart without ever failing, and the channel a visitor came by. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pageOf } from './page.ts'
import { realRequests } from './real-requests.ts'

const at = (url: string, referrer = '') => pageOf({ page: { url, referrer } }, {})

test('an address is taken apart, its campaign read', () => {
  expect(
    at('https://shop.example:8443/a%20b/?utm_source=wx&utm_medium=cpc&utm_campaign=%E6%98%A5#top'),
  ).toMatchObject({
    host: 'shop.example:8443',
    pathname: '/a%20b/',
    utm_source: 'wx',
    utm_medium: 'cpc',
    utm_campaign: '春',
    channel: 'ad',
  })
})

test('what the client says of its campaign and path wins over the address', () => {
  const page = { url: 'https://a.example/x?utm_source=url', path: '/own' }
  expect(pageOf({ page, campaign: { source: 'own' } }, {})).toMatchObject({
    utm_source: 'own',
    pathname: '/own',
  })
})

test('a page call that has its page only in the properties is read too', () => {
  expect(pageOf({}, { url: 'https://a.example/x', title: 'T' })).toMatchObject({ pathname: '/x', title: 'T' })
})

test('an event without a page came by no channel', () => {
  expect(pageOf({}, {})).toMatchObject({ url: '', channel: '' })
})

test('what is empty in the context does not hide what the address says', () => {
  const page = { url: 'https://a.example/x?utm_source=url', path: '' }
  expect(pageOf({ page, campaign: { source: '' } }, {})).toMatchObject({ utm_source: 'url', pathname: '/x' })
})

test('a campaign behind the # of a page that routes there is read, the one before it wins', () => {
  expect(at('https://h5.example/#/goods?utm_source=hash&utm_medium=cpc')).toMatchObject({
    utm_source: 'hash',
    channel: 'ad',
  })
  expect(at('https://h5.example/?utm_source=query#/goods?utm_source=hash').utm_source).toBe('query')
})

test('a page of a mini-program has a path and no host', () => {
  expect(at('pages/goods/index?id=1&utm_source=moments')).toMatchObject({
    host: '',
    pathname: '/pages/goods/index',
    utm_source: 'moments',
  })
  expect(at('/cart?x=1')).toMatchObject({ host: '', pathname: '/cart' })
})

test('what cannot be decoded is kept readable, and what is no address has no parts', () => {
  expect(at('https://a.example/%E4%ZZ?utm_source=%B4%BA%ZZ')).toMatchObject({
    pathname: '/%E4%ZZ',
    host: 'a.example',
  })
  for (const url of ['http://', 'https://[::1', '//', 'hello world', 'javascript:void(0)', 'about:blank'])
    expect([url, at(url).host]).toEqual([url, ''])
})

test('no text whatsoever makes it throw', () => {
  const address = fc.tuple(fc.string(), fc.string()).map(([host, path]) => `https://${host}.example/${path}`)
  fc.assert(
    fc.property(fc.string(), address, (text, url) => void [at(text, url), at(url, text), at(text, text)]),
  )
})

describe('the channel', () => {
  const cases: [string, string, string][] = [
    ['https://a.example/', '', 'direct'],
    ['https://a.example/', 'https://www.baidu.com/link?url=x', 'search'],
    ['https://a.example/', 'https://www.google.co.uk/', 'search'],
    ['https://a.example/', 'https://yz.m.sm.cn/s?q=x', 'search'],
    ['https://a.example/', 'https://mp.weixin.qq.com/s/x', 'social'],
    ['https://a.example/', 'https://t.co/x', 'social'],
    ['https://a.example/', 'https://mail.google.com/mail', 'email'],
    ['https://a.example/?utm_medium=email', 'https://b.example/', 'email'],
    ['https://a.example/?gclid=1', 'https://www.google.com/', 'ad'],
    ['https://a.example/?bd_vid=1', 'https://www.baidu.com/', 'ad'],
    ['https://a.example/b', 'https://www.a.example/a', 'internal'],
    ['https://a.example/', 'https://blog.b.example/', 'referral'],
    ['https://a.example/?utm_source=partner', '', 'referral'],
    ['https://a.example/?utm_source=weixin', '', 'social'],
    ['https://a.example/?utm_medium=公众号', '', 'social'],
    ['https://a.example/?utm_medium=ocpc&utm_source=baidu', 'https://www.baidu.com/', 'ad'],
    ['https://a.example/?clickid=1', '', 'ad'],
    ['https://a.example/?fbclid=1', 'https://l.facebook.com/', 'social'],
    ['https://a.example/?utm_medium=organic&utm_source=google', '', 'search'],
    ['https://a.example/', 'https://m.sogou.com/web', 'search'],
    ['https://a.example/', 'https://www.so.com/s', 'search'],
    ['https://a.example/', 'https://cn.bing.com/', 'search'],
    ['https://a.example/', 'https://yandex.com.tr/search', 'search'],
    ['https://a.example/', 'android-app://com.google.android.googlequicksearchbox/', 'search'],
    ['https://a.example/', 'https://servicewechat.com/wx123/1/page-frame.html', 'social'],
    ['https://a.example/', 'https://m.weibo.cn/', 'social'],
    ['https://a.example/', 'https://www.zhihu.com/question/1', 'social'],
    ['https://a.example/', 'https://v.douyin.com/x', 'social'],
    ['https://a.example/', 'https://x.com/', 'social'],
    ['https://a.example/', 'https://tieba.baidu.com/p/1', 'social'],
    ['https://a.example/', 'https://mail.qq.com/', 'email'],
    ['https://a.example/', 'android-app://com.google.android.gm/', 'email'],
    ['https://m.a.example/', 'https://a.example:8443/', 'internal'],
    ['https://a.example/', 'https://notbaidu.com/', 'referral'],
    ['https://a.example/', 'https://baidu.com.evil.example/', 'referral'],
    ['https://a.example/', 'https://netflix.com/', 'referral'],
  ]
  for (const [url, referrer, channel] of cases)
    test(`${channel}: ${url} from ${referrer || 'nowhere'}`, () =>
      expect(at(url, referrer).channel).toBe(channel))
})

const real = realRequests()

describe.skipIf(!real)('among ten thousand real requests', () => {
  const pages = (real?.requests ?? []).map(({ path, referrer }) =>
    at(`http://www.semicomplete.com${path}`, referrer),
  )
  const count = <Key>(keys: Key[]): Map<Key, number> =>
    keys.reduce((counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1), new Map<Key, number>())
  const hosts = count(pages.map(({ referrer_host }) => referrer_host).filter((host) => host !== ''))

  test('referrer hosts are those that the publisher counted', () => {
    expect(hosts.size).toBe(real?.expected.distinct_referrer_hosts)
    expect([...hosts].toSorted((one, other) => other[1] - one[1]).slice(0, 5)).toEqual(
      real?.expected.top5_referrer_hosts,
    )
  })

  test('channels are those that a look at the hosts alone would give', () => {
    const channels = count(pages.map(({ channel }) => channel))
    const from = (mark: RegExp): number =>
      [...hosts].filter(([host]) => mark.test(host)).reduce((sum, [, requests]) => sum + requests, 0)
    expect(channels.get('internal')).toBe(from(/^(?:www\.)?semicomplete\.com$/))
    expect(channels.get('search')).toBe(from(/google\.|baidu|bing|yandex|duckduckgo|daum/))
    expect(channels.get('social')).toBe(from(/^t\.co$/))
    const unreferred = (real?.requests ?? []).filter(({ referrer }) => referrer === '')
    const tagged = unreferred.filter(({ path }) => /[?&]utm_source=\w/.test(path))
    expect(tagged.length).toBeGreaterThan(0)
    expect(channels.get('direct')).toBe(unreferred.length - tagged.length)
  })
})
