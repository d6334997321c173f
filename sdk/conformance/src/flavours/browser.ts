/** The browser flavour: the script that sites load, from an origin other than their own, in a real Chromium. */
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Device, Flavour, StartOptions } from '../device.ts'
import { revive } from '../odd.ts'
import { keptInPage, prelude } from './browser-page.ts'
import { coreScript, whyNotBuilt, wholeScript } from './browser-scripts.ts'
import { BROWSER_LACKS, CORE_LACKS } from './lacks.ts'
import { callCode } from './realm.ts'

const CHROMIUM = process.env.FIREFLY_CHROMIUM ?? '/usr/bin/chromium'
const ARGUMENTS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

/** Why nothing can be tested here; undefined where it can. */
export function whyNoBrowser(): string | undefined {
  if (!existsSync(CHROMIUM)) return `there is no Chromium at ${CHROMIUM} (set FIREFLY_CHROMIUM)`
  return whyNotBuilt()
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS.split(' ') })

const flavourOf = (
  { name, lacks, script }: Pick<Flavour, 'name' | 'lacks'> & { script: () => string },
  browserOf: () => Browser,
): Flavour => ({
  name,
  platform: 'web',
  lacks,
  speed: 1,
  pages: () =>
    new Map([
      ['/', '<!doctype html><title>Shop</title><script src="/firefly.js"></script>'],
      ['/firefly.js', script()],
    ]),
  open: async (origin) => openTabs(await browserOf().newContext(), origin),
})

/** The script that sites load, and the core alone. `browserOf` is asked once there is one. */
export const browserFlavours = (browserOf: () => Browser): Flavour[] => [
  flavourOf({ name: 'browser', lacks: BROWSER_LACKS, script: wholeScript }, browserOf),
  flavourOf({ name: 'browser core', lacks: CORE_LACKS, script: coreScript }, browserOf),
]

function openTabs(context: BrowserContext, collector: string): Device {
  // As a site's own address is another than the collector's.
  const site = collector.replace('127.0.0.1', 'localhost')
  let ahead = 0
  let last: [options: StartOptions, storage: 'full' | undefined]
  const pages: Page[] = []
  let at = 0
  const open = (): Page => pages[at] as Page

  const device: Device = {
    async start(options, storage) {
      last = [options, storage]
      const page = await context.newPage()
      pages[at] = page
      await page.addInitScript(prelude, { ahead, isFull: storage === 'full' })
      await page.addInitScript({ content: `globalThis.revive = ${String(revive)}` })
      await page.goto(site)
      await page.evaluate(`firefly.init(${JSON.stringify({ ...options, pageViews: false, clicks: false })})`)
    },
    async tab(index) {
      at = index
      if (!pages[at]) await device.start(...last)
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
      for (const page of pages) if (!page.isClosed()) await page.evaluate(`ahead = ${ahead}`)
    },
    async kept() {
      const cookies = (await context.cookies()).map(({ value }) => value)
      return [...cookies, ...(await open().evaluate(keptInPage))].join('\n')
    },
    dispose: () => context.close(),
  }
  return device
}
