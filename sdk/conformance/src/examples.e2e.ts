/** The examples for the web, opened in a real Chromium: each tells of its page, a click and an order. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { nameOf } from './collector/ledger.ts'
import { type Collector, openCollector } from './collector/server.ts'
import { launchBrowser, whyNoBrowser } from './flavours/browser.ts'
import { install, ROOT } from './packages/installed.ts'
import { until } from './until.ts'

const missing = whyNoBrowser()
// oxlint-disable-next-line no-console -- a skip must say why.
if (missing) console.warn(`SKIPPED: the examples for the web: ${missing}`)

/** What each needs of others to be bundled. */
const BUNDLED = {
  vue: ['vue', 'vite', '@vitejs/plugin-vue'],
  react: ['react', 'react-dom', 'vite', '@vitejs/plugin-react'],
} as const

describe.skipIf(missing)('the examples for the web', () => {
  let browser: Browser
  let collector: Collector
  let pages: Map<string, string>
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    pages = new Map()
    collector = await openCollector(pages)
  })
  afterEach(() => collector.close())

  /** Presses the button as a customer does, and waits for what is told of it. */
  const buy = async (): Promise<void> => {
    const page = await browser.newPage()
    await page.goto(collector.origin)
    await page.click('#buy')
    await until(
      () =>
        ['page', '$click', 'Order Completed'].every((name) =>
          collector.kept.some((each) => nameOf(each) === name),
        ),
      () => `arrived: ${collector.kept.map(nameOf).join(', ')}`,
    )
    await page.close()
    const order = collector.kept.find((event) => nameOf(event) === 'Order Completed')
    expect(order).toMatchObject({ properties: { total: 129.5 }, context: { page: { title: 'Shop' } } })
  }

  test('examples/web', async () => {
    const html = readFileSync(join(ROOT, 'examples/web/index.html'), 'utf8')
    pages.set('/', html.replace('http://127.0.0.1:7070', collector.origin))
    pages.set('/firefly.js', readFileSync(join(ROOT, 'sdk/browser/dist/firefly.js'), 'utf8'))
    await buy()
  })

  test.each(['vue', 'react'] as const)('examples/%s', async (example) => {
    const installed = install({ flavour: 'browser', example, outside: BUNDLED[example] })
    try {
      const { folder } = installed
      const vite = join(folder, 'node_modules/vite/bin/vite.js')
      installed.run(process.execPath, [vite, 'build', '--logLevel', 'error'], {
        VITE_FIREFLY_HOST: collector.origin,
      })
      const dist = join(folder, 'dist')
      for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' }))
        if (/\.(js|html)$/.test(file)) pages.set(`/${file}`, readFileSync(join(dist, file), 'utf8'))
      pages.set('/', pages.get('/index.html') ?? '')
      await buy()
    } finally {
      installed.remove()
    }
  })
})
