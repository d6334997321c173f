/** The built script in a real browser, against a real collector. */
import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { html } from './testing/chromium.ts'
import { type Collector, nameOf } from './testing/collector.ts'
import { inChromium, openPage } from './testing/in-chromium.ts'

interface Firefly {
  track(event: string, properties?: object): void
  flush(): Promise<void>
}
declare const firefly: Firefly

/** No request runs out of time here, however busy the machine: what comes twice was sent twice. */
const PATIENT = `<!doctype html><title>Shop</title><script src="/firefly.js"></script>
  <script>firefly.init({ writeKey: 'key', host: location.origin, requestTimeout: 170000 })</script>`

inChromium('the browser SDK in a real browser', (eachStage) => {
  let collector: Collector
  let context: BrowserContext
  let page: Page

  eachStage((stage) => {
    ;({ collector, context, page } = stage)
    collector.pages.set('/', html('<button id="buy">Buy now</button><a href="/next" id="next">Next</a>'))
    collector.pages.set('/next', html('<p>Next'))
    collector.pages.set('/patient', { type: 'text/html', body: PATIENT })
  })

  const open = async (target: Page = page, path = '/'): Promise<void> => {
    await openPage(target, collector.origin + path)
  }
  const track = (target: Page, prefix: string, count: number): Promise<void> =>
    target.evaluate(
      ([prefix, count]) => {
        for (let index = 0; index < count; index++) firefly.track(`${prefix}-${index}`)
      },
      [prefix, count] as const,
    )
  /** Closes a tab as a person does, page events and all. */
  const leave = async (target: Page): Promise<void> => {
    const closed = target.waitForEvent('close')
    await target.close({ runBeforeUnload: true })
    await closed
  }
  const names = (prefix: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${prefix}-${index}`)
  const haveViews = (count: number): Promise<void> =>
    collector.until(() => collector.views().length === count)
  /** Message ids that the collector has taken more than once. */
  const copies = (): string[] => collector.accepted.filter((id, index, all) => all.indexOf(id) !== index)

  test('one tag measures a page: its view, a click and a track arrive with what surrounds them', async () => {
    await open()
    await page.click('#buy')
    await page.evaluate(() => firefly.track('Ordered', { total: 12.5 }))
    await collector.have(['page', '$click', 'Ordered'])
    const [view, click, ordered] = ['page', '$click', 'Ordered'].map((name) =>
      collector.received.find((event) => nameOf(event) === name),
    )
    expect(view?.context).toMatchObject({
      platform: 'web',
      library: { name: 'firefly-browser' },
      page: { path: '/', title: 'Shop' },
    })
    expect(click?.properties).toMatchObject({ $text: 'Buy now', $selector: 'button#buy' })
    expect(ordered?.properties).toMatchObject({ total: 12.5 })
    expect(new Set(collector.received.map(({ context }) => context.sessionId)).size).toBe(1)
    expect(new Set(collector.received.map(({ anonymousId }) => anonymousId)).size).toBe(1)
  })

  test('a person who goes offline and comes back loses no event', async () => {
    await open()
    await collector.have(['page'])
    await context.setOffline(true)
    await track(page, 'offline', 30)
    await page.evaluate(() => firefly.flush())
    await context.setOffline(false)
    await collector.have(names('offline', 30))
  })

  test('a reload with an unsent queue loses nothing', async () => {
    collector.mood = { status: 503 }
    await open()
    await track(page, 'kept', 30)
    await page.evaluate(() => firefly.flush())
    await page.reload()
    collector.mood = 'accept'
    await page.reload()
    await collector.have(names('kept', 30))
  })

  test('what a version of before has left in the storages of a page is sent, and is gone from there', async () => {
    collector.pages.set('/bare', { type: 'text/html', body: '<!doctype html><title>Bare</title>' })
    await page.goto(`${collector.origin}/bare`)
    await page.evaluate(leaveAsBefore)
    await open()
    await collector.have(['Old m1', 'Old m2'])
    expect(collector.received.filter((event) => nameOf(event).startsWith('Old'))).toEqual(
      [1, 2].map(() => expect.objectContaining({ context: expect.objectContaining({ sessionId: 's' }) })),
    )
    await expect.poll(() => page.evaluate(() => Object.keys(localStorage).join())).not.toContain('.queue/')
  })

  test('a collector that is overloaded gets every event later, each once', async () => {
    collector.mood = { status: 503, headers: { 'retry-after': '1' } }
    await open(page, '/patient')
    await track(page, 'patient', 10)
    await page.evaluate(() => firefly.flush())
    expect(collector.attempts.length).toBeGreaterThan(0)
    collector.mood = 'accept'
    await collector.have(names('patient', 10))
    expect(copies()).toEqual([])
  })

  test('a person who closes the page loses no event', async () => {
    const other = await context.newPage()
    await open()
    await track(page, 'last', 20)
    await leave(page)
    await collector.have([...names('last', 20), '$pageleave'])
    await other.close()
  })

  test('events tracked offline before the page is closed arrive at the next visit', async () => {
    const other = await context.newPage()
    await open()
    await collector.have(['page'])
    await context.setOffline(true)
    await track(page, 'waiting', 50)
    await leave(page)
    await context.setOffline(false)
    await open(other)
    await collector.have(names('waiting', 50))
  })

  test('two tabs share a queue and send no event twice', async () => {
    const other = await context.newPage()
    collector.mood = { status: 503 }
    await open(page, '/patient')
    await open(other, '/patient')
    await Promise.all([track(page, 'one', 40), track(other, 'two', 40)])
    await Promise.all([page, other].map((tab) => tab.evaluate(() => firefly.flush())))
    collector.mood = 'accept'
    await collector.have([...names('one', 40), ...names('two', 40)])
    await page.evaluate(() => firefly.flush())
    expect(copies()).toEqual([])
    expect(new Set(collector.received.map(({ context }) => context.sessionId)).size).toBe(1)
  })

  test('a large backlog goes gzipped to the page’s own origin, and arrives whole', async () => {
    await open()
    await collector.have(['page'])
    await context.setOffline(true)
    await track(page, 'many', 1_500)
    await context.setOffline(false)
    await collector.have(names('many', 1_500))
    expect(collector.encodings).toContain('gzip')
  })

  test('a final refusal is told to the page, and the queue goes on', async () => {
    await open()
    await collector.have(['page'])
    collector.mood = { status: 401, body: { code: 'unknown_key', message: 'no' } }
    await page.evaluate(async () => {
      firefly.track('Refused')
      await firefly.flush()
    })
    collector.mood = 'accept'
    await page.evaluate(() => firefly.track('Later'))
    await collector.have(['Later', '$dropped'])
    expect(collector.received.find((event) => nameOf(event) === '$dropped')?.properties).toMatchObject({
      count: 1,
      http_401: 1,
    })
    expect(collector.received.map(nameOf)).not.toContain('Refused')
  })

  test.each([
    [
      'IndexedDB',
      'delete window.indexedDB; Object.defineProperty(window, "indexedDB", { value: undefined })',
    ],
    ['Web Locks', 'Object.defineProperty(Navigator.prototype, "locks", { value: undefined })'],
    ['keepalive', 'delete Request.prototype.keepalive'],
    ['CompressionStream', 'delete window.CompressionStream'],
  ])('without %s nothing is lost either: not by a reload, not by leaving', async (_name, script) => {
    await context.addInitScript(script)
    collector.mood = { status: 503 }
    await open()
    await track(page, 'kept', 20)
    await page.reload()
    await page.waitForFunction('window.firefly && firefly.use')
    collector.mood = 'accept'
    await track(page, 'left', 5)
    await page.goto(`${collector.origin}/next`)
    await collector.have([...names('kept', 20), ...names('left', 5)])
  })

  test('without any storage events still arrive', async () => {
    await context.addInitScript(`
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
        Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError') } })
      Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set: () => {} })`)
    await open()
    await track(page, 'bare', 5)
    await collector.have(['page', ...names('bare', 5)])
  })

  // Answers that come late find the page frozen: what it sent last is then sent again, by the page that takes it over.
  test.each([
    ['at once', 0],
    ['after the page was left', 1_500],
  ])(
    'answered %s, the back-forward cache is not lost to the site, and a page that comes out of it is seen again and goes on',
    async (_when, delay) => {
      collector.delay = delay
      await open()
      await collector.have(['page'])
      await page.evaluate(() => {
        Object.assign(window, { alive: true })
      })
      await track(page, 'before', 3)
      await openPage(page, `${collector.origin}/next`)
      await collector.have(names('before', 3))
      await page.goBack({ waitUntil: 'commit' })
      const reasons = await page.evaluate(() => {
        const [entry] = performance.getEntriesByType('navigation') as { notRestoredReasons?: unknown }[]
        return 'alive' in window ? undefined : JSON.stringify(entry?.notRestoredReasons)
      })
      expect(reasons).toBe(undefined)
      await track(page, 'after', 3)
      await collector.have(names('after', 3))
      await haveViews(3)
      expect(collector.views()).toEqual(['/', '/next', '/'])
    },
  )
})

/** One event in the database and one in localStorage, as they were kept until November 2026; runs in the page. */
async function leaveAsBefore(): Promise<void> {
  const kept = (id: string): string => {
    const event = { type: 'track', event: `Old ${id}`, messageId: id, anonymousId: 'a' }
    return JSON.stringify([[id, JSON.stringify(event), '{"locale":"zh-CN"}', '{"sessionId":"s"}', 200]])
  }
  const key = '01a2079c-0528-7fe5-8562-6ea65f73411a/100000000'
  localStorage.setItem(`firefly-key.queue/${key}1`, kept('m2'))
  const opening = indexedDB.open('firefly-key')
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('queue'))
  await new Promise((resolve) => opening.addEventListener('success', resolve))
  const writing = opening.result.transaction('queue', 'readwrite')
  writing.objectStore('queue').put(kept('m1'), `${key}0`)
  await new Promise((resolve) => writing.addEventListener('complete', resolve))
  opening.result.close()
}
