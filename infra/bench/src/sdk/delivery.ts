/** Whether what was tracked last arrives, run after run. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { type Counting, openCounting } from './collector.ts'

export interface Delivered {
  runs: number
  /** Runs in which all arrived. */
  whole: number
  tracked: number
  arrived: number
}

const SCRIPT = readFileSync(fileURLToPath(import.meta.resolve('@firefly/browser/firefly.js')), 'utf8')
const READY = 'window.firefly && firefly.use'

/** Twenty events, and the tab is closed in the same breath; another tab of the browser stays, without a visit of ours. */
export const closedTabs = (browser: Browser, runs: number): Promise<Delivered> =>
  repeat(browser, runs, 20, async (page) => {
    await track(page, 20)
    await leave(page)
  })

/** Fifty events without a network, the tab is closed; they go at the next visit, with a network. */
export const offlineTabs = (browser: Browser, runs: number): Promise<Delivered> =>
  repeat(browser, runs, 50, async (page, { origin }) => {
    await page.context().setOffline(true)
    await track(page, 50)
    await leave(page)
    await page.context().setOffline(false)
    const [next] = page.context().pages()
    await next?.goto(origin)
  })

async function repeat(
  browser: Browser,
  runs: number,
  events: number,
  run: (page: Page, collector: Counting) => Promise<void>,
): Promise<Delivered> {
  const result = { runs, whole: 0, tracked: runs * events, arrived: 0 }
  for (let n = 0; n < runs; n++) {
    const collector = await openCounting(SCRIPT)
    const context = await browser.newContext()
    // Without another tab some browsers end as well.
    await context.newPage()
    const page = await context.newPage()
    await page.goto(collector.origin)
    await page.waitForFunction(READY)
    await run(page, collector)
    const there = (): number =>
      [...collector.names.values()].filter((name) => name.startsWith('last ')).length
    if (await collector.until(() => there() >= events, 30_000)) result.whole++
    result.arrived += there()
    await context.close()
    collector.close()
  }
  return result
}

const track = (page: Page, count: number): Promise<void> =>
  page.evaluate(`for (let n = 0; n < ${count}; n++) firefly.track('last ' + n)`)

async function leave(page: Page): Promise<void> {
  const closed = page.waitForEvent('close')
  await page.close({ runBeforeUnload: true })
  await closed
}
