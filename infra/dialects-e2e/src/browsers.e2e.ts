/** Browser SDKs of others, as published, on a page of another origin in Chromium: only their host and key are changed. */
import { launch, type Running } from '@firefly/e2e/launch'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { counts, peopleOn } from './asked.ts'
import { openSite, type Site } from './site.ts'

const executablePath = process.env['FIREFLY_CHROMIUM']
if (!executablePath) console.warn('NOT RUN: SDKs of others in a browser — set FIREFLY_CHROMIUM to a Chromium')
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
]
const POSTHOG = ['posthog-1.57', 'posthog-1.200', 'posthog-1.449']
const LIMIT = { timeout: 60_000, interval: 250 }

describe.skipIf(!executablePath)('in Chromium', () => {
  let server: Running
  let browser: Browser
  let site: Site
  beforeAll(async () => {
    site = await openSite([...POSTHOG, 'segment', 'rudderstack'])
    server = await launch()
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ARGS })
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
    await server?.stop('SIGKILL')
  })

  /** Opens the page as a new visitor who, once it is ready, clicks on the button. */
  async function visit(name: string, user: string, more: Record<string, string> = {}): Promise<void> {
    const context = await browser.newContext({ userAgent: AGENT })
    const page = await context.newPage()
    const refused: string[] = []
    page.on('response', (response) => {
      if (response.url().startsWith(server.url) && response.status() >= 400 && !isOptional(response.url()))
        refused.push(`${response.status()} ${response.url()}`)
    })
    const settings = { host: server.url, key: server.writeKey, user, ...more }
    await page.goto(site.page(name, { ...settings, utm_source: 'wx' }))
    await page.locator('body[data-ready]').waitFor({ timeout: 30_000 })
    // Older versions look at clicks only once their handshake is over.
    await page.waitForLoadState('networkidle')
    await page.locator('#later').click()
    const names = [`${user} Viewed`, `${user} Bought`]
    await expect
      .poll(() => counts(server, names), LIMIT)
      .toEqual({ [names[0] ?? '']: 1, [names[1] ?? '']: 1 })
    expect(refused).toEqual([])
    await context.close()
  }

  for (const name of POSTHOG)
    test(`${name}: views, clicks, people and groups`, async () => {
      const user = name.replace('posthog-', 'ph')
      const before = await counts(server, ['$identify', '$alias', '$group'])
      await visit(name, user)
      const pageProperties = {
        $utm_source: 'wx',
        $browser: 'Chrome',
        $os: 'Windows',
        $pathname: `/${name}`,
      }
      expect(await counts(server, ['$pageview'], pageProperties)).toEqual({ $pageview: 1 })
      const clicked = { $text: 'Buy now', $pathname: `/${name}` }
      await expect.poll(() => counts(server, ['$click'], clicked), LIMIT).toEqual({ $click: 1 })
      const after = await counts(server, Object.keys(before))
      expect(after).toEqual(Object.fromEntries(Object.entries(before).map(([event, n]) => [event, n + 1])))
      // The stranger who looked and the user who bought are one.
      expect(await peopleOn(server, `/${name}`)).toBe(1)
      expect(await counts(server, [`${user} Viewed`], { price: '9.5', city: '北京' })).toEqual({
        [`${user} Viewed`]: 1,
      })
    })

  for (const batching of ['', 'yes'])
    test(`analytics-next, ${batching ? 'in batches' : 'one by one'}`, async () => {
      const user = batching ? 'sg-batch' : 'sg-single'
      await visit('segment', user, batching ? { batching } : {})
      const properties = { email: `${user}@example.com`, $browser: 'Chrome', $os: 'Windows' }
      await expect.poll(() => counts(server, ['$identify'], properties), LIMIT).toEqual({ $identify: 1 })
      const views = await counts(server, ['$pageview'], { $pathname: '/segment', $utm_source: 'wx' })
      expect(views).toEqual({ $pageview: batching ? 2 : 1 })
    })

  test('RudderStack’s web SDK', async () => {
    await visit('rudderstack', 'rs')
    const traits = { email: 'rs@example.com', $browser: 'Chrome' }
    await expect.poll(() => counts(server, ['$identify'], traits), LIMIT).toEqual({ $identify: 1 })
    expect(await counts(server, ['$pageview'], { $pathname: '/rudderstack', $utm_source: 'wx' })).toEqual({
      $pageview: 1,
    })
  })
})

const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

/** Scripts for features that are not offered here; the SDKs go on without. */
const isOptional = (url: string): boolean =>
  /\/(?:static|array)\/.*\.js|\/api\/(?:surveys|web_experiments)|\/site_app/.test(url)
