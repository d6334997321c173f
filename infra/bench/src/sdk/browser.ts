/** A Chromium as people have it, closed whatever happens. */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const ARGUMENTS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

export async function withBrowser(run: (browser: Browser) => Promise<void>): Promise<void> {
  const executablePath = process.env['FIREFLY_CHROMIUM'] ?? PLACES.find((place) => existsSync(place))
  if (!executablePath) throw new Error('no Chromium found: set FIREFLY_CHROMIUM to its path')
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS.split(' ') })
  try {
    await run(browser)
  } finally {
    await browser.close()
  }
}
