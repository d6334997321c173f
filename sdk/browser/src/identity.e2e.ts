/** Who a visitor is, from one sub-domain of a site to the next, in a real browser. */
import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { html } from './testing/chromium.ts'
import { type Collector, nameOf, type Received } from './testing/collector.ts'
import { inChromium, openPage } from './testing/in-chromium.ts'

interface Firefly {
  track(event: string): void
  identify(userId: string): void
  reset(): void
}
declare const firefly: Firefly

inChromium('identity', (eachStage) => {
  let collector: Collector
  let context: BrowserContext
  let page: Page
  eachStage((stage) => {
    ;({ collector, context, page } = stage)
    collector.pages.set('/', html('<p>Shop'))
  })

  /** Browsers find every name under `localhost` on their own machine. */
  const at = (host: string): string => collector.origin.replace('127.0.0.1', host)
  const said = async (name: string): Promise<Received> => {
    await page.evaluate((event) => firefly.track(event), name)
    const told = (): Received | undefined => collector.received.find((event) => nameOf(event) === name)
    await collector.until(() => told() !== undefined)
    return told() as Received
  }

  test('the sub-domains of a site share device and user in a cookie of the widest domain; other sites do not', async () => {
    await openPage(page, at('www.shop.localhost'))
    await page.evaluate(() => firefly.identify('ann'))
    const www = await said('www')
    await openPage(page, at('pay.shop.localhost'))
    const pay = await said('pay')
    expect([pay.anonymousId, pay.userId]).toEqual([www.anonymousId, 'ann'])
    expect(new Set((await context.cookies()).map(({ domain }) => domain))).toEqual(
      new Set(['.shop.localhost']),
    )
    await openPage(page, at('www.bank.localhost'))
    const bank = await said('bank')
    expect(bank.userId).toBe(undefined)
    expect(bank.anonymousId).not.toBe(www.anonymousId)
  })

  test('who signs out on one sub-domain is a stranger on all of them', async () => {
    await openPage(page, at('www.shop.localhost'))
    await page.evaluate(() => firefly.identify('ann'))
    const before = await said('before')
    await page.evaluate(() => firefly.reset())
    const after = await said('after')
    await openPage(page, at('pay.shop.localhost'))
    const next = await said('next')
    expect([after.userId, next.userId]).toEqual([undefined, undefined])
    expect(after.anonymousId).not.toBe(before.anonymousId)
    expect(next.anonymousId).toBe(after.anonymousId)
  })
})
