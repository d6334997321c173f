/** The browser keeps every promise, in a real Chromium, against a real collector that misbehaves. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, test } from 'vitest'
import { browserFlavours, launchBrowser, whyNoBrowser } from './flavours/browser.ts'
import { promiseAll } from './suite.ts'

const missing = whyNoBrowser()
let browser: Browser | undefined

if (missing) {
  // oxlint-disable-next-line no-console -- a skip must say why.
  console.warn(`SKIPPED: the promises of the SDK in a real browser: ${missing}`)
  test.skip(`not run: ${missing}`, () => undefined)
} else {
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())
  for (const flavour of browserFlavours(() => browser as Browser)) promiseAll(flavour)
}
