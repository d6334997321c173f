/** What every test of the built scripts begins with: one Chromium a file, and a fresh collector and tab a test. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { launchChromium, serveScripts, whyNot } from './chromium.ts'
import { type Collector, openCollector } from './collector.ts'

export interface Stage {
  collector: Collector
  context: BrowserContext
  page: Page
}

/** `tests` are given a way to hear of each test's stage before it begins. Where there is no Chromium the reason is printed. */
export function inChromium(
  title: string,
  tests: (eachStage: (prepare: (stage: Stage) => void) => void) => void,
): void {
  const missing = whyNot()
  // oxlint-disable-next-line no-console -- a skip must say why.
  if (missing) console.warn(`SKIPPED: ${title}: ${missing}`)
  describe.skipIf(missing)(title, () => {
    let browser: Browser | undefined
    let stage: Stage | undefined
    beforeAll(async () => {
      browser = await launchChromium()
    })
    afterAll(() => browser?.close())
    afterEach(async () => {
      await stage?.context.close()
      await stage?.collector.close()
    })
    tests((prepare) => {
      beforeEach(async () => {
        stage = await openStage(browser as Browser)
        prepare(stage)
      })
    })
  })
}

async function openStage(browser: Browser): Promise<Stage> {
  const collector = await openCollector()
  serveScripts(collector)
  const context = await browser.newContext()
  return { collector, context, page: await context.newPage() }
}

/** Goes to an address, and waits until Firefly is there. */
export async function openPage(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.waitForFunction('window.firefly && firefly.use')
}
