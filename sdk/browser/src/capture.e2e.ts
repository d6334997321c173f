/** What the SDK captures by itself, in a real browser. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { html } from './testing/chromium.ts'
import { type Collector, nameOf, type Received } from './testing/collector.ts'
import { inChromium, openPage } from './testing/in-chromium.ts'
import { serveParts } from './testing/parts.ts'

interface Firefly {
  track(event: string, properties?: object): void
  flush(): Promise<void>
}
declare const firefly: Firefly

inChromium('captured by itself', (eachStage) => {
  let collector: Collector
  let page: Page

  eachStage((stage) => {
    ;({ collector, page } = stage)
  })

  /** Opens a page that captures what `capture` names beside the defaults. */
  const open = async (body: string, capture = ''): Promise<void> => {
    collector.pages.set('/', html(body, `data-capture="${capture}"`))
    await openPage(page, `${collector.origin}/`)
    if (capture) await page.waitForFunction('firefly.captured')
  }
  const named = (name: string): Received[] => collector.received.filter((event) => nameOf(event) === name)
  const have = (name: string, count = 1): Promise<void> => collector.until(() => named(name).length >= count)
  /** Everything that was captured until now has arrived, and what was not will not. */
  const settle = async (): Promise<void> => {
    const mark = `mark ${named('mark').length} ${collector.received.length}`
    await page.evaluate((name) => firefly.track(name), mark)
    await page.evaluate(() => firefly.flush())
    await have(mark)
  }

  test('an element is told as seen when half of it has been in view for a while, once; one out of view is not', async () => {
    await open(
      `<div data-ff-exposure="top" style="height:100px">Top offer</div>
       <div style="height:5000px"></div>
       <div data-ff-exposure="bottom" id="bottom" style="height:100px">Bottom offer</div>`,
      'exposure',
    )
    await have('$exposure')
    await settle()
    expect(named('$exposure').map(({ properties }) => properties)).toEqual([
      { $element: 'div', $selector: expect.any(String) as string, $text: 'Top offer', $name: 'top' },
    ])
    await page.evaluate(() => document.querySelector('#bottom')?.scrollIntoView())
    await have('$exposure', 2)
    await page.evaluate(() => window.scrollTo(0, 0))
    await settle()
    expect(named('$exposure').map(({ properties }) => properties.$name)).toEqual(['top', 'bottom'])
  })

  test('an element that the page adds later is told as well, and one that is ignored is not', async () => {
    await open('<main></main>', 'exposure')
    await page.evaluate(() => {
      const main = document.querySelector('main') as Element
      main.innerHTML = `<p data-ff-exposure="late">Late</p><p data-ff-ignore data-ff-exposure="no">No</p>`
    })
    await have('$exposure')
    await settle()
    expect(named('$exposure').map(({ properties }) => properties.$name)).toEqual(['late'])
  })

  test('an element that is gone before its time is not told; one that is to be told each time is', async () => {
    serveParts(
      collector,
      '/repeat',
      `window.firefly = parts.init({ writeKey: 'key', host: location.origin,
        extensions: [parts.exposure({ selector: '#long', dwell: 600000 }),
          { ...parts.exposure({ selector: '#each', dwell: 50, repeat: true }), name: 'each' }] })`,
      `<div id="long" style="height:100px">Long</div><div id="each" style="height:100px">Each</div>
       <div style="height:5000px"></div>`,
    )
    await openPage(page, `${collector.origin}/repeat`)
    await have('$exposure')
    for (const [top, count] of [[5_000], [0, 2], [5_000], [0, 3]] as const) {
      await page.evaluate((to) => window.scrollTo(0, to), top)
      if (count) await have('$exposure', count)
      else await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)))
    }
    await settle()
    expect(named('$exposure').map(({ properties }) => properties.$text)).toEqual(['Each', 'Each', 'Each'])
  })

  test('a button inside a web component is told by itself, and the window by its size', async () => {
    await open('<x-card></x-card>')
    await page.evaluate(() => {
      const root = document.querySelector('x-card')?.attachShadow({ mode: 'open' })
      if (root) root.innerHTML = '<button id="inner">Pay</button>'
    })
    await page.click('#inner')
    await have('$click')
    const [click] = named('$click')
    expect(click?.properties).toMatchObject({ $element: 'button', $text: 'Pay', $selector: 'button#inner' })
    expect(click?.context.viewport).toEqual(page.viewportSize())
  })

  test('a form that is begun and one that is sent are told, what was typed is not', async () => {
    await open(
      `<form name="signup" id="signup" onsubmit="return false"><input name="email"><input type="password" name="name"><button>Go</button></form>
       <form data-ff-ignore onsubmit="return false"><input id="other"></form>`,
      'forms',
    )
    await page.fill('[name=email]', 'ann@secret.example')
    await page.fill('[name=name]', 'secret')
    await page.fill('#other', 'secret')
    await page.click('button')
    await have('$form_submit')
    await settle()
    expect(named('$form_start').map(({ properties }) => properties)).toEqual([
      { $element: 'form', $selector: 'form#signup', $name: 'signup', $fields: 3 },
    ])
    expect(named('$form_submit').map(({ properties }) => properties)).toEqual([
      {
        $element: 'form',
        $selector: 'form#signup',
        $name: 'signup',
        $fields: 3,
        $duration: expect.any(Number) as number,
      },
    ])
    expect(JSON.stringify(collector.received)).not.toContain('secret')
  })

  test('three quick clicks on one place are rage, once a burst', async () => {
    await open('<button id="stuck">Pay</button>', 'rage')
    await page.evaluate(() => {
      const click = { bubbles: true, composed: true, detail: 1, clientX: 20, clientY: 20 }
      for (let n = 0; n < 5; n++)
        document.querySelector('#stuck')?.dispatchEvent(new MouseEvent('click', click))
    })
    await have('$rage_click')
    await settle()
    expect(named('$rage_click').map(({ properties }) => properties.$selector)).toEqual(['button#stuck'])
  })

  test('a button that changes nothing is a dead click; one that changes the page, and a field, are not', async () => {
    await open(
      `<button id="dead">Nothing</button>
       <button id="live" onclick="this.textContent = 'Done'">Something</button><input id="field">`,
      'dead',
    )
    await page.click('#live')
    await page.click('#field')
    // What the field does is over by then.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)))
    await page.evaluate(() => document.querySelector<HTMLElement>('#dead')?.click())
    await have('$dead_click')
    await settle()
    expect(named('$dead_click').map(({ properties }) => properties.$selector)).toEqual(['button#dead'])
  })

  test('errors nobody caught, rejected promises and files that do not load are told, each once', async () => {
    await open('<p>Oops', 'errors')
    await page.evaluate(() => {
      for (let n = 0; n < 3; n++)
        setTimeout(() => {
          throw new TypeError('broken')
        })
      void Promise.reject(new RangeError('refused'))
      const image = new Image()
      image.src = '/missing.png'
      document.body.append(image)
    })
    await have('$error', 3)
    await settle()
    const told = named('$error').map(({ properties }) => [properties.$type, properties.$message])
    expect(told.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      ['RangeError', 'refused'],
      ['ResourceError', 'img did not load'],
      ['TypeError', 'broken'],
    ])
  })

  test('web vitals of the page arrive', async () => {
    await open('<h1>Hello</h1><button id="b">Press</button>', 'vitals')
    await collector.until(() => named('$web_vitals').some(({ properties }) => properties.$metric === 'TTFB'))
    await page.click('#b')
    await page.goto(`${collector.origin}/`)
    await collector.until(() => named('$web_vitals').some(({ properties }) => properties.$metric === 'LCP'))
    for (const { properties } of named('$web_vitals'))
      expect(properties).toMatchObject({
        $value: expect.any(Number) as number,
        $rating: expect.any(String) as string,
      })
  })

  test('downloads and links to other sites are told by themselves, links within the site are not', async () => {
    await open(
      `<a id="pdf" href="/price-list.pdf">Prices</a><a id="out" href="https://other.example/a">Other</a>
       <a id="in" href="/b">Inside</a><a id="mail" href="mailto:a@b.example">Mail</a>
       <script>addEventListener('click', (event) => event.preventDefault())</script>`,
      'links',
    )
    for (const id of ['pdf', 'out', 'in', 'mail']) await page.click(`#${id}`)
    await have('$outbound_link')
    await settle()
    expect(named('$download').map(({ properties }) => properties.$href)).toEqual([
      `${collector.origin}/price-list.pdf`,
    ])
    expect(named('$outbound_link').map(({ properties }) => [properties.$href, properties.$text])).toEqual([
      ['https://other.example/a', 'Other'],
    ])
  })

  test('a middle click leads to another site as well, a right click to nowhere', async () => {
    await open(
      '<a id="out" href="https://other.example/a">Other</a><a id="more" href="https://more.example/">More</a>',
      'links',
    )
    await page.click('#more', { button: 'right' })
    await page.click('#out', { button: 'middle' })
    await have('$outbound_link')
    await settle()
    expect(named('$outbound_link').map(({ properties }) => properties.$href)).toEqual([
      'https://other.example/a',
    ])
    // The browser says it is no click, and so does Firefly.
    expect(named('$click')).toEqual([])
  })

  test('a page that is left says how long it was seen and how far it was read', async () => {
    await open('<div style="height:5000px">Long</div>')
    await page.evaluate(() => window.scrollTo(0, 1_000))
    await page.waitForFunction('scrollY === 1000')
    await settle()
    await page.goto(`${collector.origin}/`)
    await have('$pageleave')
    const [leave] = named('$pageleave')
    const height = page.viewportSize()?.height ?? 0
    expect(leave?.properties.$scroll_depth).toBeCloseTo((1_000 + height) / 5_000, 1)
    expect(leave?.properties.$duration).toBeGreaterThan(0)
  })

  test('clicks stay within the allow list and out of the deny list', async () => {
    collector.pages.set('/lists', {
      type: 'text/html',
      body: `<!doctype html><script src="/firefly.js"></script>
        <script>firefly.init({ writeKey: 'key', host: location.origin, clicks: { allow: 'main', deny: '.quiet' } })</script>
        <main><button id="yes">Yes</button><button class="quiet" id="no">No</button></main><button id="out">Out</button>`,
    })
    await page.goto(`${collector.origin}/lists`)
    for (const id of ['no', 'out', 'yes']) await page.click(`#${id}`)
    await have('$click')
    await settle()
    expect(named('$click').map(({ properties }) => properties.$selector)).toEqual(['button#yes'])
  })
})
