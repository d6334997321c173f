/** The browser flavour: the script that sites load, from an origin other than their own, in a real Chromium. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Device, Flavour } from '../device.ts'
import { revive } from '../odd.ts'
import { keptInPage, prelude } from './browser-page.ts'
import { BROWSER_LACKS } from './lacks.ts'
import { callCode } from './realm.ts'

const CHROMIUM = process.env.FIREFLY_CHROMIUM ?? '/usr/bin/chromium'
const ARGUMENTS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
const SCRIPT = fileURLToPath(new URL('../../../browser/dist/firefly.js', import.meta.url))

/** Why nothing can be tested here; undefined where it can. */
export function whyNoBrowser(): string | undefined {
  if (!existsSync(CHROMIUM)) return `there is no Chromium at ${CHROMIUM} (set FIREFLY_CHROMIUM)`
  return existsSync(SCRIPT) ? undefined : `${SCRIPT} has not been built (pnpm run build)`
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS.split(' ') })

/** `browserOf` is asked once there is one. */
export const browserFlavour = (browserOf: () => Browser): Flavour => ({
  name: 'browser',
  platform: 'web',
  lacks: BROWSER_LACKS,
  speed: 1,
  pages: () =>
    new Map([
      ['/', '<!doctype html><title>Shop</title><script src="/firefly.js"></script>'],
      ['/firefly.js', readFileSync(SCRIPT, 'utf8')],
    ]),
  open: async (origin) => openTab(await browserOf().newContext(), origin),
})

function openTab(context: BrowserContext, collector: string): Device {
  // As a site's own address is another than the collector's.
  const site = collector.replace('127.0.0.1', 'localhost')
  let ahead = 0
  let page: Page | undefined
  const open = (): Page => page as Page

  return {
    async start(options, storage) {
      page = await context.newPage()
      await page.addInitScript(prelude, { ahead, isFull: storage === 'full' })
      await page.addInitScript({ content: `globalThis.revive = ${String(revive)}` })
      await page.goto(site)
      await page.evaluate(`firefly.init(${JSON.stringify({ ...options, pageViews: false, clicks: false })})`)
    },
    call: (verb, args, times) =>
      open()
        .evaluate(callCode('firefly', verb, args, times))
        .then(() => undefined),
    network: (isThere) => context.setOffline(!isThere),
    background: () => Promise.reject(new Error('a headless browser has no background')),
    foreground: () => Promise.reject(new Error('a headless browser has no background')),
    async close() {
      const closed = open().waitForEvent('close')
      await open().close({ runBeforeUnload: true })
      await closed
    },
    async crash() {
      const crashed = open().waitForEvent('crash')
      const session = await context.newCDPSession(open())
      // It does not answer any more.
      session.send('Page.crash').catch(() => undefined)
      await crashed
      await open().close()
    },
    async pass(ms) {
      ahead += ms
      if (page && !page.isClosed()) await page.evaluate(`ahead = ${ahead}`)
    },
    async kept() {
      const cookies = (await context.cookies()).map(({ value }) => value)
      return [...cookies, ...(await open().evaluate(keptInPage))].join('\n')
    },
    dispose: () => context.close(),
  }
}
