/** Pages: addresses taken apart without ever failing, and the channel a visitor came by. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pageOf } from './page.ts'

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

test('no text whatsoever makes it throw', () => {
  fc.assert(
    fc.property(fc.string(), fc.webUrl(), (text, url) => void [at(text, url), at(url, text), at(text, text)]),
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
  ]
  for (const [url, referrer, channel] of cases)
    test(`${channel}: ${url} from ${referrer || 'nowhere'}`, () =>
      expect(at(url, referrer).channel).toBe(channel))
})
