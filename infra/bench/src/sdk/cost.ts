/** What one contestant costs a page, over fresh pages. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, CDPSession } from 'playwright-core'
import { type Counting, openCounting } from './collector.ts'
import type { Contestant } from './contestants.ts'

/** One page; times in the unit of their names. */
export interface Cost {
  startMs: number
  /** What the main thread did for the start in all, idle time included. */
  startAllMs: number
  callUs: number
  /** The same without what other processes took of the clock meanwhile. */
  callThreadUs: number
  /** Everything the main thread did until all was delivered and nothing was left to do, an event. */
  mainThreadUs: number
  bytesPerEvent: number
  longTasks: number
}

export interface Costs {
  title: string
  pages: Cost[]
}

/** A start that waits for the page to be idle has happened by then. */
const STARTED_MS = 1_500
/** The journal's last write and removal come after the answer. */
const AFTERWARDS_MS = 400

export async function measure(
  browser: Browser,
  contestant: Contestant,
  pages: number,
  events: number,
): Promise<Costs> {
  const costs: Cost[] = []
  for (let n = 0; n < pages; n++) {
    const collector = await openCounting('')
    try {
      costs.push(await onePage(browser, collector, contestant, events))
    } finally {
      collector.close()
    }
  }
  return { title: contestant.title, pages: costs }
}

async function onePage(
  browser: Browser,
  collector: Counting,
  { script, prepare, silent }: Contestant,
  events: number,
): Promise<Cost> {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.goto(`${collector.origin}/empty`)
    await page.evaluate(WATCH)
    const session = await context.newCDPSession(page)
    // Time of the thread, not of the clock: what other processes take is not the page's.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    const before = await busySeconds(session)
    const startMs = await page.evaluate<number>(`(${START})(${JSON.stringify(script)})`)
    await sleep(STARTED_MS)
    const startAllMs = ((await busySeconds(session)) - before) * 1000
    await page.evaluate(prepare)
    await page.evaluate('settle()')
    await sleep(AFTERWARDS_MS)
    const [busy, bytes, there] = [await busySeconds(session), collector.bytes(), collector.names.size]
    const callUs = await page.evaluate<number>(`(${TRACK})(${events})`)
    const called = await busySeconds(session)
    await page.evaluate('settle()')
    if (!silent && !(await collector.until(() => collector.names.size >= there + events)))
      throw new Error(`only ${collector.names.size - there} of ${events} events arrived`)
    await sleep(AFTERWARDS_MS)
    return {
      startMs,
      startAllMs,
      callUs,
      callThreadUs: ((called - busy) / events) * 1e6,
      mainThreadUs: (((await busySeconds(session)) - busy) / events) * 1e6,
      bytesPerEvent: (collector.bytes() - bytes) / events,
      longTasks: await page.evaluate<number>('longTasks'),
    }
  } finally {
    await context.close()
  }
}

async function busySeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
}

/** Programs for the page, as text: this package knows no DOM. */
const WATCH = `window.longTasks = 0
  new PerformanceObserver((list) => { longTasks += list.getEntries().length }).observe({ type: 'longtask' })`

/** Evaluates and starts, as a tag would. */
const START = `(code) => {
  const tag = document.createElement('script')
  tag.dataset.writeKey = 'key'
  tag.textContent = code
  const began = performance.now()
  document.head.append(tag)
  return performance.now() - began
}`

const TRACK = `(count) => {
  const began = performance.now()
  for (let n = 0; n < count; n++) track('Product viewed', { product: 'p' + n, price: 12.5, position: n })
  return ((performance.now() - began) / count) * 1000
}`
