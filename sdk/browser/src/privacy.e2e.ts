/** What a site and a person may keep to themselves, in a real browser. */
import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { html } from './testing/chromium.ts'
import { type Collector, nameOf } from './testing/collector.ts'
import { inChromium, openPage } from './testing/in-chromium.ts'
import { serveParts } from './testing/parts.ts'

interface Firefly {
  track(event: string, properties?: object): void
  identify(userId: string, traits?: object): void
  flush(): Promise<void>
  optIn(): void
  optOut(): void
  consent(): string
}
declare const firefly: Firefly

inChromium('privacy', (eachStage) => {
  let collector: Collector
  let context: BrowserContext
  let page: Page
  eachStage((stage) => {
    ;({ collector, context, page } = stage)
  })

  /** All that is kept in the page, as text. */
  const stored = (): Promise<string> =>
    page.evaluate(async () => {
      const databases = (await indexedDB.databases()).map(({ name }) => name)
      return [document.cookie, ...Object.keys(localStorage), ...databases].join()
    })

  test('before consent nothing is stored or sent; after it, what waited arrives', async () => {
    collector.pages.set('/', html('<p>May we?', 'data-consent="required"'))
    await openPage(page, `${collector.origin}/`)
    await page.evaluate(async () => {
      for (let index = 0; index < 3; index++) firefly.track(`early-${index}`)
      await firefly.flush()
    })
    expect(await stored()).toBe('')
    expect(collector.attempts).toEqual([])
    await page.evaluate(() => firefly.optIn())
    for (const name of ['page', 'early-0', 'early-1', 'early-2']) await collector.have([name])
  })

  test('whoever opts out in one tab has opted out in the other one as well', async () => {
    collector.pages.set('/', html('<p>Twice.'))
    await openPage(page, `${collector.origin}/`)
    const other = await context.newPage()
    await openPage(other, `${collector.origin}/`)
    await other.evaluate(() => firefly.optOut())
    await page.evaluate(async () => {
      firefly.track('after')
      await firefly.flush()
    })
    expect(await page.evaluate(() => firefly.consent())).toBe('denied')
    // What a hidden tab had put away goes once its database has ended what it was at.
    await expect.poll(() => page.evaluate(() => Object.keys(localStorage).join())).toMatch(/^[^,]*consent$/)
    expect(collector.received.some(({ event }) => event === 'after')).toBe(false)
  })

  test('what people type, and what a site masks or ignores, never leaves the page', async () => {
    collector.pages.set(
      '/form',
      html(`<input id="name" value="Ann Secret"><textarea id="note">secret note</textarea>
        <div id="editor" contenteditable="true">secret draft</div>
        <button id="pay">Pay <span data-ff-mask>secret 1,234.50</span> now</button>
        <div data-ff-mask><button id="masked">secret account</button></div>
        <div data-ff-ignore><button id="ignored">ignored</button></div>
        <input id="submit" type="submit" value="Order now">`),
    )
    await openPage(page, `${collector.origin}/form`)
    for (const id of ['name', 'note', 'editor', 'pay', 'masked', 'ignored', 'submit'])
      await page.click(`#${id}`)
    await page.evaluate(() => firefly.flush())
    await collector.until((received) => received.filter((event) => nameOf(event) === '$click').length === 6)
    expect(JSON.stringify(collector.received)).not.toContain('ecret')
    const texts = collector.received
      .filter((event) => nameOf(event) === '$click')
      .map(({ properties }) => properties)
    expect(texts.map(({ $selector, $text }) => [$selector, $text])).toEqual([
      ['input#name', ''],
      ['textarea#note', ''],
      ['div#editor', ''],
      ['button#pay', 'Pay now'],
      ['button#masked', ''],
      ['input#submit', 'Order now'],
    ])
  })

  test('Global Privacy Control, where the site hears it, is an opt-out: nothing is stored or sent until the person says otherwise', async () => {
    await context.addInitScript(
      'Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { value: true })',
    )
    collector.pages.set('/', html('<button id="buy">Buy', 'data-gpc="honour"'))
    await openPage(page, `${collector.origin}/?utm_source=news`)
    await page.click('#buy')
    await page.evaluate(async () => {
      firefly.track('Refused')
      await firefly.flush()
    })
    expect([await page.evaluate(() => firefly.consent()), await stored()]).toEqual(['denied', ''])
    await page.reload()
    expect(collector.attempts).toEqual([])
    await page.evaluate(() => {
      firefly.optIn()
      firefly.track('Allowed')
    })
    await collector.have(['Allowed'])
    expect(collector.received.map(nameOf)).not.toContain('Refused')
  })

  test('a site that does not hear Global Privacy Control measures as ever', async () => {
    await context.addInitScript(
      'Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { value: true })',
    )
    collector.pages.set('/', html('<p>Shop'))
    await openPage(page, `${collector.origin}/`)
    await collector.have(['page'])
  })

  test('an opt-out removes everything but itself, in every place, and outlives the page', async () => {
    collector.mood = { status: 503, headers: { 'retry-after': '60' } }
    collector.pages.set('/', html('<p>Shop'))
    await openPage(page, `${collector.origin}/`)
    await page.evaluate(async () => {
      firefly.identify('ann')
      firefly.track('Waits')
      await firefly.flush()
    })
    await page.evaluate(() => firefly.optOut())
    await page.waitForFunction(() => Object.keys(localStorage).join() === 'firefly-key/consent')
    expect(await page.evaluate(() => document.cookie)).toBe('')
    const attempts = collector.attempts.length
    collector.mood = 'accept'
    await page.reload()
    await page.waitForFunction('window.firefly && firefly.use')
    await page.evaluate(async () => {
      firefly.track('Later')
      await firefly.flush()
    })
    expect(await page.evaluate(() => firefly.consent())).toBe('denied')
    expect(collector.attempts.length).toBe(attempts)
  })

  test('properties on the deny list, masked ones, and secrets in addresses never leave the page as they were', async () => {
    serveParts(
      collector,
      '/account',
      `window.firefly = parts.init({
        writeKey: 'key',
        host: location.origin,
        cleanUrl: (url) => url.replace(/token=[^&]*/, 'token=gone'),
        extensions: [parts.privacy({ deny: ['password', /card/i, '$text'], mask: ['phone'] })],
      })`,
      '<button id="buy">secret name</button>',
    )
    await openPage(page, `${collector.origin}/account?token=secret`)
    await page.click('#buy')
    await page.evaluate(() => {
      firefly.identify('ann', { password: 'secret', phone: '13800secret12' })
      firefly.track('Paid', {
        total: 5,
        inner: { Card_Number: 'secret', kept: 1 },
        list: [{ PASSWORD: 'secret' }],
      })
    })
    for (const name of ['page', '$click', 'identify', 'Paid']) await collector.have([name])
    for (const body of collector.bodies) expect(body).not.toContain('secret')
    const paid = collector.received.find((event) => nameOf(event) === 'Paid')
    expect(paid?.properties).toEqual({ total: 5, inner: { kept: 1 }, list: [{}] })
    expect(paid?.context.page).toMatchObject({ search: '?token=gone' })
    expect(collector.bodies.join()).toContain('"phone":"1***2"')
  })
})
