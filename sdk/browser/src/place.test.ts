import { describe, expect, test } from 'vitest'
import { routeOf, watchPlace } from './place.ts'
import { lookAround } from './small-place.ts'

/** A window at an address; assigning `href` goes there without a reload. */
function windowAt(href: string, referrer = '') {
  let url = new URL(href)
  const location = {
    get href() {
      return url.href
    },
    set href(next: string) {
      url = new URL(next, url)
    },
    get pathname() {
      return url.pathname
    },
    get search() {
      return url.search
    },
    get hash() {
      return url.hash
    },
  }
  return { location, document: { title: 'Shop', referrer } }
}

describe('the place of an event', () => {
  test('is the page, and the same object while nothing changes', () => {
    const view = windowAt('https://shop.example/cart?step=1', 'https://search.example/')
    const place = watchPlace(view)
    expect(place()).toEqual({
      page: {
        url: 'https://shop.example/cart?step=1',
        path: '/cart',
        search: '?step=1',
        title: 'Shop',
        referrer: 'https://search.example/',
      },
    })
    expect(place()).toBe(place())
  })

  test('changes with the title', () => {
    const view = windowAt('https://shop.example/')
    const place = watchPlace(view)
    place()
    view.document.title = 'Cart'
    expect(place().page.title).toBe('Cart')
  })

  test('after a route the referrer is the page before', () => {
    const view = windowAt('https://shop.example/', 'https://search.example/')
    const place = watchPlace(view)
    place()
    view.location.href = '/cart'
    expect(place().page.referrer).toBe('https://shop.example/')
    view.location.href = '/pay'
    expect(place().page.referrer).toBe('https://shop.example/cart')
  })

  test('an anchor is no page, a hash route is', () => {
    const view = windowAt('https://shop.example/', 'https://search.example/')
    const place = watchPlace(view)
    place()
    view.location.href = '#reviews'
    expect(place().page).toMatchObject({ path: '/', referrer: 'https://search.example/' })
    view.location.href = '#/orders?page=2'
    expect(place().page).toMatchObject({ path: '/#/orders', referrer: 'https://shop.example/#reviews' })
  })

  test('an address of a megabyte is cut', () => {
    const place = watchPlace(windowAt(`https://shop.example/?q=${'x'.repeat(1_000_000)}`))
    expect(place().page.url).toHaveLength(2_048)
  })
})

test('what makes another page: path, query and a route in the hash', () => {
  const routes = ['/', '/?a=1', '/#top', '/#/a', '/#/a?tab=2', '/#!/b'].map((path) =>
    routeOf(windowAt(`https://shop.example${path}`).location),
  )
  expect(routes).toEqual(['/', '/?a=1', '/', '/#/a', '/#/a', '/#!/b'])
})

test('the smallest build tells the same place, step by step', () => {
  const view = windowAt('https://shop.example/cart?step=1', 'https://search.example/')
  const [place, small] = [watchPlace(view), lookAround(view)]
  for (const next of [
    '/cart?step=1',
    '#reviews',
    '#/orders?page=2',
    '/pay',
    `/${'x'.repeat(3_000)}?q=1`,
    '/',
  ]) {
    view.location.href = next
    view.document.title = next.slice(0, 9)
    expect(small().page).toEqual({ ...place().page, search: view.location.search })
  }
})
