/** What the attributes of the tag decide, in a real browser. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { html } from './testing/chromium.ts'
import { type Collector, nameOf } from './testing/collector.ts'
import { inChromium, openPage } from './testing/in-chromium.ts'

interface Firefly {
  track(event: unknown, properties?: object): void
}
declare const firefly: Firefly

inChromium('the tag', (eachStage) => {
  let collector: Collector
  let page: Page
  let warnings: string[]
  eachStage((stage) => {
    ;({ collector, page } = stage)
    warnings = []
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text())
    })
  })

  /** A page whose tag has these attributes, on which an event went well and two did not. */
  const play = async (attributes: string): Promise<void> => {
    collector.pages.set('/', html('<p>Shop', attributes))
    await openPage(page, `${collector.origin}/`)
    await page.evaluate(() => {
      for (let n = 0; n < 2; n++) firefly.track('Odd', { run: () => n, n })
      firefly.track(7)
      firefly.track('Ordered')
    })
    await collector.until((received) => received.some((event) => nameOf(event) === 'Ordered'))
  }

  test('says where on the site batches are posted', async () => {
    collector.path = '/first/party'
    await play('data-path="/first/party"')
    expect(new Set(collector.addresses)).toEqual(new Set(['/first/party']))
  })

  test('asks for warnings, one for each kind of trouble, and tells the collector that somebody is debugging', async () => {
    await play('data-debug="true"')
    expect(warnings.map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
      '[firefly] trimmed',
      '[firefly] dropped',
    ])
    expect(new Set(collector.addresses)).toEqual(new Set(['/v1/batch?debug=true']))
  })

  test('without it a page’s console stays quiet', async () => {
    await play('')
    expect(warnings).toEqual([])
    expect(new Set(collector.addresses)).toEqual(new Set(['/v1/batch']))
  })

  test('that cannot work says so on the console, and sends nothing', async () => {
    collector.pages.set('/', html('<p>Shop', 'data-host="collect.example"'))
    await page.goto(`${collector.origin}/`)
    await expect.poll(() => warnings, { timeout: 30_000 }).toEqual(['[firefly] host: expected https://'])
    expect(collector.addresses).toEqual([])
  })
})
