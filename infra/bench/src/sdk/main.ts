/** `npm run bench:sdk`: what measuring costs a page in a real Chromium, beside two floors, and whether every event arrives. */
import { Command } from 'commander'
import { withBrowser } from './browser.ts'
import { CONTESTANTS } from './contestants.ts'
import { measure } from './cost.ts'
import { closedTabs, offlineTabs } from './delivery.ts'
import { others } from './others.ts'
import { costTable, deliveryLine } from './report.ts'

interface Options {
  pages: number
  events: number
  runs: number
  others?: true
}

const {
  pages,
  events,
  runs,
  others: beside,
} = new Command('npm run bench:sdk --')
  .description('Measures the browser SDK in Chromium; prints figures beside two floors, asserts nothing.')
  .option('--pages <n>', 'fresh pages of each contestant', Number, 15)
  .option('--events <n>', 'events a page, in one task', Number, 1_000)
  .option('--runs <n>', 'tabs closed and visits offline', Number, 10)
  .option('--others', 'beside posthog-js and analytics-next, fetched from the package registry for it')
  .parse()
  .opts<Options>()

await withBrowser(async (browser) => {
  const costs = []
  for (const contestant of beside ? [...CONTESTANTS, ...others()] : CONTESTANTS)
    costs.push(await measure(browser, contestant, pages, events))
  console.log(`Chromium ${browser.version()}, ${pages} fresh pages each, ${events} events a page in one task`)
  console.log(costTable(costs))
  console.log(deliveryLine('20 events tracked just before the tab closes', await closedTabs(browser, runs)))
  console.log(
    deliveryLine(
      '50 events tracked offline, the tab closed, the next visit',
      await offlineTabs(browser, runs),
    ),
  )
})
