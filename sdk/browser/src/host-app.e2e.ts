/** A page inside an app, and one that a mini-program has opened, in a real browser with a reference host. */
import { handOver } from '@firefly/core/hand-over'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { html } from './testing/chromium.ts'
import { type Collector, nameOf, type Received } from './testing/collector.ts'
import { inChromium, openPage } from './testing/in-chromium.ts'
import { type HostedWindow, type HostOptions, installHost } from './testing/reference-host.ts'

interface Firefly {
  track(event: string): void
  flush(): Promise<void>
  anonymousId(): string
}
declare const firefly: Firefly

const IDENTITY = { anonymousId: 'app-device', userId: 'ann', sessionId: 'app-session' }
const who = ({ anonymousId, userId, context }: Received): unknown[] => [
  anonymousId,
  userId,
  context.sessionId,
]

inChromium('a page that belongs to an app', (eachStage) => {
  let collector: Collector
  let page: Page

  eachStage((stage) => {
    ;({ collector, page } = stage)
    collector.pages.set('/', html('<p>H5', '', 'firefly-h5.js'))
  })

  const open = async (host?: HostOptions, path = '/'): Promise<void> => {
    if (host) await page.addInitScript(installHost, host)
    await openPage(page, path.startsWith('http') ? path : collector.origin + path)
  }
  const track = async (name: string): Promise<void> => {
    await page.evaluate((event) => firefly.track(event), name)
    await page.evaluate(() => firefly.flush())
  }
  const taken = (): Promise<string[]> => page.evaluate(() => (globalThis as unknown as HostedWindow).taken)

  test.each(['android', 'ios'] as const)(
    'on %s is the app’s: its device, user and session, from the first event on',
    async (kind) => {
      await open({ identity: IDENTITY, kind, takesBatches: false })
      await track('Ordered')
      await collector.have(['Ordered'])
      expect(collector.received.map(nameOf)).toEqual(['page', 'Ordered'])
      for (const event of collector.received) expect(who(event)).toEqual(['app-device', 'ann', 'app-session'])
    },
  )

  test.each(['android', 'ios'] as const)(
    'on %s hands its batches to an app that takes them, and sends none of them itself',
    async (kind) => {
      await open({ identity: IDENTITY, kind })
      await track('Ordered')
      await expect.poll(taken, { timeout: 30_000 }).not.toEqual([])
      const events = (await taken()).flatMap((batch) => (JSON.parse(batch) as { batch: Received[] }).batch)
      expect(events.map(nameOf)).toEqual(['page', 'Ordered'])
      expect(collector.attempts).toEqual([])
    },
  )

  test.each(['refuse', 'throw', 'silence'] as const)(
    'sends by itself what an app does not take (%s)',
    async (answer) => {
      await open({ identity: IDENTITY, kind: 'ios', answer })
      await track('Ordered')
      await collector.have(['Ordered'])
      expect(await taken()).toEqual([])
    },
  )

  test('follows a sign-in in the app when the person comes back to the page', async () => {
    await open({ identity: { anonymousId: 'app-device' }, kind: 'android', takesBatches: false })
    await track('Before')
    await page.evaluate((here) => Object.assign(globalThis, { here }), IDENTITY)
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await track('After')
    await collector.have(['After'])
    const [before, after] = ['Before', 'After'].map((name) =>
      collector.received.find((event) => nameOf(event) === name),
    )
    expect([before?.userId, after?.userId]).toEqual([undefined, 'ann'])
  })

  test('with a bridge that knows nobody is a page of its own', async () => {
    await page.addInitScript(() =>
      Object.assign(globalThis, { FireflyBridge: { identity: () => 'not JSON' } }),
    )
    await open()
    await track('Ordered')
    await collector.have(['Ordered'])
    expect(collector.received[0]?.anonymousId).toMatch(/^[\da-f-]{36}$/)
  })

  test('opened by a mini-program is the mini-program’s, and its address says so no longer', async () => {
    await open(undefined, handOver(`${collector.origin}/?a=1#top`, IDENTITY, Date.now()))
    await track('Ordered')
    await collector.have(['Ordered'])
    for (const event of collector.received) expect(who(event)).toEqual(['app-device', 'ann', 'app-session'])
    expect(page.url()).toBe(`${collector.origin}/?a=1#top`)
    expect(JSON.stringify(collector.received)).not.toContain('_ff=')
  })

  test('opened by an old address of a mini-program is a stranger’s', async () => {
    await open(undefined, handOver(`${collector.origin}/`, IDENTITY, Date.now() - 3_600_000))
    await track('Ordered')
    await collector.have(['Ordered'])
    expect(collector.received[0]?.anonymousId).not.toBe('app-device')
    expect(collector.received[0]?.userId).toBe(undefined)
    expect(page.url()).toBe(`${collector.origin}/`)
  })
})
