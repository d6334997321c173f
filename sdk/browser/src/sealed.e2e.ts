/** Batches that are encrypted in a real browser, and opened by what opens them in the collector. */
import { generateKeyPairSync } from 'node:crypto'
import { createUnseal } from '@firefly/ingest/unseal'
import type { BrowserContext, Page } from 'playwright-core'
import { sm2 } from 'sm-crypto-v2'
import { expect, test } from 'vitest'
import { html } from './testing/chromium.ts'
import { type Collector, nameOf } from './testing/collector.ts'
import { inChromium, openPage } from './testing/in-chromium.ts'

interface Firefly {
  track(event: string, properties?: object): void
  flush(): Promise<void>
}
declare const firefly: Firefly

function aesKeys(): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  }
}

inChromium('a page that encrypts what it sends', (eachStage) => {
  let collector: Collector
  let context: BrowserContext
  let page: Page

  eachStage((stage) => {
    ;({ collector, context, page } = stage)
  })

  const serve = (seal: string, privateKey: string): void => {
    collector.pages.set('/', html('<p>Bank', `data-seal="${seal}"`, 'firefly-sealed.js'))
    const unseal = createUnseal(new Map([['k1', privateKey]]))
    collector.open = async (bytes) =>
      Buffer.from((await unseal({ bytes, value: JSON.parse(bytes.toString('utf8')) }, 10_000_000)).bytes)
  }
  const open = async (): Promise<void> => {
    await openPage(page, `${collector.origin}/`)
  }

  test.each([
    ['SM2 and SM4', 'sm', sm2.generateKeyPairHex()],
    ['RSA and AES', 'aes', aesKeys()],
  ] as const)(
    'with %s nothing goes in the open, and everything arrives, what is sent last too',
    async (_name, scheme, keys) => {
      serve(`${scheme}:k1:${keys.publicKey}`, keys.privateKey)
      const other = await context.newPage()
      await open()
      await page.evaluate(() => firefly.track('Paid', { account: '6222 0000' }))
      await collector.have(['page', 'Paid'])
      await page.evaluate(() => {
        for (let n = 0; n < 20; n++) firefly.track(`Last-${n}`)
      })
      const closed = page.waitForEvent('close')
      await page.close({ runBeforeUnload: true })
      await closed
      // What could not be encrypted in time is sent by the next page.
      await other.goto(`${collector.origin}/`)
      await collector.have(['$pageleave', ...Array.from({ length: 20 }, (_, n) => `Last-${n}`)])
      for (const body of collector.bodies) expect(body).not.toMatch(/Paid|6222|anonymousId/)
      expect(collector.received.find((event) => nameOf(event) === 'Paid')?.properties).toMatchObject({
        account: '6222 0000',
      })
    },
  )

  test('until encryption has loaded nothing is sent, and nothing lost', async () => {
    const keys = sm2.generateKeyPairHex()
    serve(`sm:k1:${keys.publicKey}`, keys.privateKey)
    const script = collector.pages.get('/firefly-seal-sm.js')
    collector.pages.delete('/firefly-seal-sm.js')
    await open()
    await page.evaluate(async () => {
      firefly.track('Early')
      await firefly.flush()
    })
    expect(collector.bodies).toEqual([])
    if (script) collector.pages.set('/firefly-seal-sm.js', script)
    await collector.have(['page', 'Early'])
  })

  test('with a key that will not do nothing goes in the open', async () => {
    serve('aes:k1:nonsense', '')
    await open()
    await page.evaluate(async () => {
      firefly.track('Paid')
      await firefly.flush()
    })
    await page.reload()
    await page.evaluate(() => firefly.flush())
    expect(collector.bodies).toEqual([])
  })
})
