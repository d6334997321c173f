import { memoryState } from '@firefly/core/memory-state'
import { describe, expect, test } from 'vitest'
import { domainsOf, withCookies } from './cookie.ts'

/** A browser's cookies as seen from one host: refuses public suffixes and domains of others. */
function browser() {
  const jar = new Map<string, { value: string; domain: string }>()
  const at = (host: string) => ({
    get cookie() {
      const visible = [...jar.values()].filter(({ domain }) => host === domain || host.endsWith(`.${domain}`))
      return visible.map(({ value }) => value).join('; ')
    },
    set cookie(text: string) {
      const [pair = '', ...attributes] = text.split(';')
      const domain = attributes.find((each) => each.startsWith('domain='))?.slice(7) ?? host
      if (['com', 'co.uk'].includes(domain) || !(host === domain || host.endsWith(`.${domain}`))) return
      const key = `${pair.split('=')[0]}@${domain}`
      if (attributes.includes('max-age=0')) jar.delete(key)
      else jar.set(key, { value: pair, domain })
    },
  })
  return { at, jar }
}

const open = (page: { cookie: string }, host: string) =>
  withCookies(memoryState(), page, host, 'ff-', ['anonymousId'])

describe('an identity in a cookie', () => {
  test('is shared by the sub-domains of a site, on the widest domain allowed', () => {
    const { at, jar } = browser()
    open(at('www.shop.co.uk'), 'www.shop.co.uk').set('anonymousId', 'a; b=ü')
    expect(open(at('pay.shop.co.uk'), 'pay.shop.co.uk').get('anonymousId')).toBe('a; b=ü')
    expect([...jar.keys()]).toEqual(['ff-anonymousId@shop.co.uk'])
  })

  test('is not seen by another site, and leaves no probe behind', () => {
    const { at, jar } = browser()
    open(at('www.shop.com'), 'www.shop.com').set('anonymousId', 'a')
    expect(open(at('other.com'), 'other.com').get('anonymousId')).toBe(undefined)
    expect([...jar.keys()]).toEqual(['ff-anonymousId@shop.com'])
  })

  test('goes when it is removed; other values never become cookies', () => {
    const { at, jar } = browser()
    const state = open(at('www.shop.com'), 'www.shop.com')
    state.set('session', 's')
    state.set('anonymousId', 'a')
    state.remove('anonymousId')
    expect(jar.size).toBe(0)
    expect([state.get('anonymousId'), state.get('session')]).toEqual([undefined, 's'])
  })

  test('falls back to storage where cookies are refused', () => {
    const refused = {
      get cookie() {
        return ''
      },
      set cookie(_text: string) {},
    }
    const state = open(refused, 'www.shop.com')
    state.set('anonymousId', 'a')
    expect(state.get('anonymousId')).toBe('a')
  })

  test('a cookie that somebody else has broken is as good as none', () => {
    const state = open({ cookie: 'ff-anonymousId=%E0%A4%A' }, 'www.shop.com')
    expect(state.get('anonymousId')).toBe(undefined)
  })
})

test('domains are tried from the widest, and at last none; addresses and single names have no other', () => {
  expect(domainsOf('a.b.example.com')).toEqual(['example.com', 'b.example.com', 'a.b.example.com', ''])
  expect([domainsOf('localhost'), domainsOf('127.0.0.1'), domainsOf('[::1]')]).toEqual([[''], [''], ['']])
})
