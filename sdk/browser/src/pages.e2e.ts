/** What happens on a page: how it starts Firefly, which routes it has, and which campaign has brought its visitor, in a real browser. */
import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { snippet } from './snippet.ts'
import { html } from './testing/chromium.ts'
import { type Collector, nameOf } from './testing/collector.ts'
import { inChromium, openPage } from './testing/in-chromium.ts'

interface Firefly {
  track(event: string, properties?: object): void
  identify(userId: string): void
}
declare const firefly: Firefly

inChromium('a page', (eachStage) => {
  let collector: Collector
  let context: BrowserContext
  let page: Page
  eachStage((stage) => {
    ;({ collector, context, page } = stage)
    collector.pages.set('/', html('<p>Shop'))
    collector.pages.set('/next', html('<p>Next'))
  })

  const open = (path = '/'): Promise<void> => openPage(page, collector.origin + path)
  const haveViews = (count: number): Promise<void> =>
    collector.until(() => collector.views().length === count)

  test('routes of a single-page application are pages, left one by one', async () => {
    await open()
    await page.evaluate(() => history.pushState({}, '', '/orders'))
    await collector.have(['$pageleave'])
    await page.evaluate(() => {
      location.hash = '#/cart'
    })
    await haveViews(3)
    await page.goBack()
    await haveViews(4)
    expect(collector.views()).toEqual(['/', '/orders', '/orders#/cart', '/orders'])
    const cart = collector.received.find(({ context }) => context.page?.path === '/orders#/cart')
    expect(cart?.context.page?.referrer).toBe(`${collector.origin}/orders`)
  })

  test('the campaign that brought a visitor is told with every event of the session, the first touch for ever', async () => {
    await openPage(page, `${collector.origin}/?utm_source=news&utm_medium=mail&utm_campaign=may`)
    await openPage(page, `${collector.origin}/next?utm_source=ads`)
    await page.evaluate(() => firefly.track('Ordered'))
    await collector.have(['Ordered'])
    const ordered = collector.received.find((event) => nameOf(event) === 'Ordered')
    expect(ordered?.properties).toMatchObject({ $initial_utm_source: 'news', $latest_utm_source: 'ads' })
    expect(ordered?.context.campaign).toEqual({ source: 'ads' })
    const landed = collector.received.find(({ context }) => context.page?.path === '/')
    expect(landed?.context.campaign).toEqual({ source: 'news', medium: 'mail', name: 'may' })
  })

  test('calls made before the script has loaded are made then, in order, and a second script changes nothing', async () => {
    const body = `<!doctype html><title>Shop</title>${snippet({ host: collector.origin, writeKey: 'key' })}
      <script>firefly.identify('ann'); firefly.track('Early', { n: 1 })</script>
      <script src="/firefly.js" data-write-key="key" async></script>`
    collector.pages.set('/early', { type: 'text/html', body })
    await open('/early')
    await collector.have(['identify', 'Early'])
    const early = collector.received.filter(({ type }) => type !== '$pageleave')
    expect(early.map(nameOf)).toEqual(['page', 'identify', 'Early'])
    expect(early.at(-1)).toMatchObject({ userId: 'ann', properties: { n: 1 } })
  })

  test('the build for old web views does the same', async () => {
    collector.pages.set('/old', html('<button id="buy">Buy</button>', '', 'firefly-es5.js'))
    await context.addInitScript(`
      delete Object.entries; delete Object.values; delete Object.fromEntries
      delete Array.prototype.includes; delete Promise.prototype.finally; delete window.AbortController`)
    collector.mood = { status: 503 }
    await open('/old')
    await page.evaluate(() => {
      for (let index = 0; index < 20; index++) firefly.track(`kept-${index}`)
    })
    await page.reload()
    await page.waitForFunction('window.firefly && firefly.use')
    collector.mood = 'accept'
    await page.click('#buy')
    await collector.have([
      'page',
      '$click',
      '$pageleave',
      ...Array.from({ length: 20 }, (_, index) => `kept-${index}`),
    ])
  })

  test('a page may also start it by hand', async () => {
    const body = `<!doctype html><script src="/firefly.js"></script>
      <script>firefly.init({ writeKey: 'key', host: location.origin, pageViews: false }); firefly.track('Ready')</script>`
    collector.pages.set('/hand', { type: 'text/html', body })
    await open('/hand')
    await collector.have(['Ready'])
    expect(collector.received.map(nameOf)).toEqual(['Ready'])
  })

  test('a page that is hidden sends what waits at once, and counts no time until it is seen again', async () => {
    collector.pages.set('/hidden', {
      type: 'text/html',
      body: `<!doctype html><title>Shop</title><script src="/firefly.js"></script>
        <script>firefly.init({ writeKey: 'key', host: location.origin, flushInterval: 600000 })</script>`,
    })
    await open('/hidden')
    const look = (state: string): Promise<void> =>
      page.evaluate((now) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now })
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
      }, state)
    await page.evaluate(() => firefly.track('Waiting'))
    await look('hidden')
    await collector.have(['Waiting'])
    await page.evaluate(() => {
      const { now } = Date
      Date.now = () => now() + 3_600_000
    })
    await look('visible')
    await page.goto(`${collector.origin}/hidden`)
    await collector.have(['$pageleave'])
    const leave = collector.received.find((event) => nameOf(event) === '$pageleave')
    expect(leave?.properties.$duration).toBeLessThan(3_600)
  })
})
