/** The built script in a real browser, against a real collector. */
import { existsSync, readFileSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Collector, nameOf, openCollector } from './testing/collector.ts'

const CHROMIUM = process.env.FIREFLY_CHROMIUM ?? '/usr/bin/chromium'
const ARGUMENTS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
const SCRIPT = new URL('../dist/firefly.js', import.meta.url)

const missing = !existsSync(CHROMIUM)
  ? `there is no Chromium at ${CHROMIUM} (set FIREFLY_CHROMIUM)`
  : !existsSync(SCRIPT)
    ? 'dist/firefly.js has not been built (pnpm run build)'
    : undefined
// oxlint-disable-next-line no-console -- a skip must say why.
if (missing) console.warn(`SKIPPED: the browser SDK in a real browser: ${missing}`)

interface Firefly {
  track(event: string, properties?: object): void
  flush(): Promise<void>
  optIn(): void
  identify(userId: string): void
}
declare const firefly: Firefly

const html = (body: string, attributes = ''): { type: string; body: string } => ({
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><title>Shop</title><script src="/firefly.js" data-write-key="key" ${attributes} async></script>${body}`,
})

describe.skipIf(missing)('the browser SDK in a real browser', () => {
  let browser: Browser
  let collector: Collector
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS.split(' ') })
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    collector = await openCollector()
    collector.pages.set('/firefly.js', { type: 'text/javascript', body: readFileSync(SCRIPT, 'utf8') })
    collector.pages.set('/', html('<button id="buy">Buy now</button><a href="/next" id="next">Next</a>'))
    collector.pages.set('/next', html('<p>Next'))
    collector.pages.set('/consent', html('<p>May we?', 'data-consent="required"'))
    context = await browser.newContext()
    page = await context.newPage()
  })
  afterEach(async () => {
    await context.close()
    await collector.close()
  })

  const open = async (target: Page = page, path = '/'): Promise<void> => {
    await target.goto(collector.origin + path)
    await target.waitForFunction('window.firefly && firefly.use')
  }
  const track = (target: Page, prefix: string, count: number): Promise<void> =>
    target.evaluate(
      ([prefix, count]) => {
        for (let index = 0; index < count; index++) firefly.track(`${prefix}-${index}`)
      },
      [prefix, count] as const,
    )
  /** Closes a tab as a person does, page events and all. */
  const leave = async (target: Page): Promise<void> => {
    const closed = target.waitForEvent('close')
    await target.close({ runBeforeUnload: true })
    await closed
  }
  const names = (prefix: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${prefix}-${index}`)
  const have = (wanted: readonly string[]): Promise<void> =>
    collector.until((received) => {
      const there = new Set(received.map(nameOf))
      return wanted.every((name) => there.has(name))
    })
  const ids = (): string[] => collector.received.map(({ messageId }) => messageId)

  test('one tag measures a page: its view, a click and a track arrive with what surrounds them', async () => {
    await open()
    await page.click('#buy')
    await page.evaluate(() => firefly.track('Ordered', { total: 12.5 }))
    await have(['page', '$click', 'Ordered'])
    const [view, click, ordered] = ['page', '$click', 'Ordered'].map((name) =>
      collector.received.find((event) => nameOf(event) === name),
    )
    expect(view?.context).toMatchObject({
      platform: 'web',
      library: { name: 'firefly-browser' },
      page: { path: '/', title: 'Shop' },
    })
    expect(click?.properties).toMatchObject({ $text: 'Buy now', $selector: 'button#buy' })
    expect(ordered?.properties).toMatchObject({ total: 12.5 })
    expect(new Set(collector.received.map(({ context }) => context.sessionId)).size).toBe(1)
    expect(new Set(collector.received.map(({ anonymousId }) => anonymousId)).size).toBe(1)
  })

  test('a person who goes offline and comes back loses no event', async () => {
    await open()
    await have(['page'])
    await context.setOffline(true)
    await track(page, 'offline', 30)
    await page.evaluate(() => firefly.flush())
    await context.setOffline(false)
    await have(names('offline', 30))
  })

  test('a reload with an unsent queue loses nothing', async () => {
    collector.mood = { status: 503 }
    await open()
    await track(page, 'kept', 30)
    await page.evaluate(() => firefly.flush())
    await page.reload()
    collector.mood = 'accept'
    await page.reload()
    await have(names('kept', 30))
  })

  test('a collector that is overloaded gets every event later, each once', async () => {
    collector.mood = { status: 503, headers: { 'retry-after': '1' } }
    await open()
    await track(page, 'patient', 10)
    await page.evaluate(() => firefly.flush())
    expect(collector.attempts.length).toBeGreaterThan(0)
    collector.mood = 'accept'
    await have(names('patient', 10))
    expect(new Set(ids()).size).toBe(ids().length)
  })

  test('a person who closes the page loses no event', async () => {
    const other = await context.newPage()
    await open()
    await track(page, 'last', 20)
    await leave(page)
    await have([...names('last', 20), '$pageleave'])
    await other.close()
  })

  test('events tracked offline before the page is closed arrive at the next visit', async () => {
    const other = await context.newPage()
    await open()
    await have(['page'])
    await context.setOffline(true)
    await track(page, 'waiting', 50)
    await leave(page)
    await context.setOffline(false)
    await open(other)
    await have(names('waiting', 50))
  })

  test('two tabs share a queue and send no event twice', async () => {
    const other = await context.newPage()
    collector.mood = { status: 503 }
    await open(page)
    await open(other)
    await Promise.all([track(page, 'one', 40), track(other, 'two', 40)])
    await Promise.all([page, other].map((tab) => tab.evaluate(() => firefly.flush())))
    collector.mood = 'accept'
    await have([...names('one', 40), ...names('two', 40)])
    await page.evaluate(() => firefly.flush())
    expect(new Set(ids()).size).toBe(ids().length)
    expect(new Set(collector.received.map(({ context }) => context.sessionId)).size).toBe(1)
  })

  test('routes of a single-page application are pages, left one by one', async () => {
    await open()
    await page.evaluate(() => history.pushState({}, '', '/orders'))
    await have(['$pageleave'])
    await page.evaluate(() => {
      location.hash = '#/cart'
    })
    await collector.until((received) => received.filter(({ type }) => type === 'page').length === 3)
    await page.goBack()
    await collector.until((received) => received.filter(({ type }) => type === 'page').length === 4)
    const pages = collector.received
      .filter(({ type }) => type === 'page')
      .map(({ context }) => context.page?.path)
    expect(pages).toEqual(['/', '/orders', '/orders#/cart', '/orders'])
  })

  test('before consent nothing is stored or sent; after it, what waited arrives', async () => {
    await open(page, '/consent')
    await track(page, 'early', 3)
    await page.evaluate(() => firefly.flush())
    const stored = await page.evaluate(async () => [
      localStorage.length,
      document.cookie,
      (await indexedDB.databases()).length,
    ])
    expect(stored).toEqual([0, '', 0])
    expect(collector.attempts).toEqual([])
    await page.evaluate(() => firefly.optIn())
    await have(['page', ...names('early', 3)])
  })
})
