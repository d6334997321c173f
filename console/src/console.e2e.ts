/** The console as people use it: a real browser, the whole product behind it, nothing pretended. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { missingBrowser, openBrowser, visit, type Watched } from './e2e/browser.ts'
import {
  call,
  missingPart,
  type SentEvent,
  send,
  type Standalone,
  startStandalone,
} from './e2e/standalone.ts'

const missing = missingBrowser() ?? missingPart()
if (missing) console.warn(`NOT RUN: the console in a browser — ${missing} is missing`)

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const day = (
  date: string,
  event: string,
  who: string,
  properties: Record<string, unknown> = {},
): SentEvent => ({
  event,
  anonymousId: who,
  timestamp: `${date}T12:00:00+08:00`,
  properties,
})
/** January: three visitors on the 5th, one on the 7th; two put something in the cart, one buys. */
const HISTORY = [
  day('2026-01-05', 'Visited', 'ann', { source: 'search' }),
  day('2026-01-05', 'Visited', 'bob', { source: 'search' }),
  day('2026-01-05', 'Visited', 'cho', { source: 'friend' }),
  { ...day('2026-01-05', 'Product Added', 'ann', { price: 30 }), timestamp: '2026-01-05T12:02:00+08:00' },
  { ...day('2026-01-05', 'Product Added', 'bob', { price: 12.5 }), timestamp: '2026-01-05T12:02:00+08:00' },
  { ...day('2026-01-05', 'Order Completed', 'ann', { total: 30 }), timestamp: '2026-01-05T13:02:00+08:00' },
  day('2026-01-07', 'Visited', 'ann', { source: 'friend' }),
]
/** Somebody is put into a group of a kind, of which this is known. */
const inGroup = (who: string, groupType: string, groupId: string, traits: object): SentEvent => ({
  type: 'group',
  anonymousId: who,
  groupType,
  groupId,
  traits,
  timestamp: '2026-01-04T12:00:00+08:00',
})
const valuesOf = (fields: (Element & { value?: string })[]): unknown[] => fields.map(({ value }) => value)
const JANUARY = 'range=2026-01-05..2026-01-08&zone=Asia%2FShanghai'
const asJson = (value: unknown): string => encodeURIComponent(JSON.stringify(value))

describe.skipIf(missing)('a person with the console open', () => {
  let server: Standalone
  let browser: Browser
  const visits: Watched[] = []

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startStandalone(), openBrowser()])
    await send(server, HISTORY)
  })
  afterEach(async () => {
    const troubles = visits.flatMap((watched) => watched.troubles)
    await Promise.all(visits.splice(0).map(({ page }) => page.context().close()))
    expect(troubles).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  async function open(fragment: string, options = {}): Promise<Page> {
    const watched = await visit(browser, options)
    visits.push(watched)
    await watched.page.goto(`${server.url}/console/${fragment}`)
    return watched.page
  }
  /** Signed in by the address that `npm start` prints, then on to a page. */
  async function enter(fragment: string, options = {}): Promise<Page> {
    const page = await open(`#key=${server.secretKey}`, options)
    await page.getByRole('heading', { name: 'Live' }).waitFor()
    await page.evaluate((next) => {
      location.hash = next
    }, fragment)
    return page
  }
  const cells = (page: Page): Promise<string[][]> =>
    page
      .locator('table tr')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent.trim())),
      )

  test('the key leaves the address bar at once, and nothing else can be seen of it', async () => {
    const page = await open(`#key=${server.secretKey}`)
    await page.getByText('Connected').waitFor()
    expect(page.url()).not.toContain(server.secretKey)
    expect(await page.content()).not.toContain(server.secretKey)
    await page.goBack().catch(() => undefined)
    expect(page.url()).not.toContain(server.secretKey)
  })

  test('a wrong key is refused in words, and the right one leads to the page that was asked for', async () => {
    const page = await open(`#/funnel?${JANUARY}`)
    const field = page.getByLabel('Secret or read key')
    await field.fill('fs_wrong')
    await field.press('Enter')
    await page.getByText('This key was refused.').waitFor()
    await field.fill(server.writeKey)
    await field.press('Enter')
    await page.getByText('This key may only send events.').waitFor()
    await field.fill(server.secretKey)
    await field.press('Enter')
    await page.getByRole('heading', { name: 'Funnel', level: 1 }).waitFor()
    expect(page.url()).toContain('range=2026-01-05..2026-01-08')
  })

  test('a key that is no longer accepted leads back to the form, with the reason', async () => {
    const page = await enter('#/live')
    await page.evaluate(() => sessionStorage.setItem('firefly-key', 'fs_expired'))
    await page.reload()
    await page.getByText('Your key is no longer accepted.').waitFor()
  })

  test('an event is seen when it is stored, stands still while paused, and opens in full', async () => {
    const page = await enter('#/live')
    await page.getByText('Connected').waitFor()
    await page.getByText('Waiting for events').waitFor()
    const now = new Date().toISOString()
    await send(server, [
      {
        event: 'Lamp Lit',
        anonymousId: 'dot',
        timestamp: now,
        properties: { watts: 4, room: '<b>attic</b>' },
      },
      { event: 'Lamp Dimmed', anonymousId: 'eve', timestamp: now },
    ])
    await page.getByRole('button', { name: 'Lamp Lit' }).waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await send(server, [{ event: 'Lamp Broken', anonymousId: 'eve', timestamp: now }])
    await page.getByText('1 new event while paused').waitFor()
    expect(await page.getByRole('button', { name: 'Lamp Broken' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Resume' }).first().click()
    await page.getByRole('button', { name: 'Lamp Broken' }).waitFor()

    await page.getByLabel('Distinct id').fill('dot')
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1)
    await page.getByRole('button', { name: 'Lamp Lit' }).press('Enter')
    const details = page.getByRole('dialog')
    await details.getByText('<b>attic</b>').waitFor()
    await details.getByText('watts').waitFor()
    await page.keyboard.press('Escape')
    await details.waitFor({ state: 'hidden' })
  })

  test('a device under test is watched: verdicts, what departs from the plan, and only the problems of it', async () => {
    await call(server, '/v1/plan', 'PUT', {
      events: { 'Lamp Bought': { properties: { price: { type: 'number', required: true } } } },
    })
    const page = await enter('#/debug')
    await page.getByText('Waiting for a device under test').waitFor()
    const lamp = (anonymousId: string, properties: object) => ({
      type: 'track',
      event: 'Lamp Bought',
      anonymousId,
      properties,
    })
    const batch = [lamp('dot', { price: 9 }), lamp('dot', { price: '9', hue: '<i>' }), lamp('', { price: 9 })]
    await call(server, '/v1/batch?debug=dry-run', 'POST', { batch })
    await expect.poll(() => page.locator('tbody tr').count()).toBe(3)
    await page.getByRole('button', { name: 'Only problems (2)' }).click()
    const [, rejected = [], clash = []] = await cells(page)
    expect(rejected.slice(2, 4)).toEqual([
      'Rejecteddry run',
      'userId or anonymousId: expected at least one, not empty',
    ])
    expect(clash.slice(2, 5)).toEqual([
      'Accepteddry run',
      'price has the wrong typehue is not in the plan',
      'dot',
    ])
    await page.getByRole('button', { name: 'Lamp Bought' }).last().press('Enter')
    const details = page.getByRole('dialog')
    await details.getByText('Not stored').waitFor()
    await details.getByText('"9"').waitFor()
    await details.getByText('"<i>"').waitFor()
    await page.keyboard.press('Escape')
    await details.waitFor({ state: 'hidden' })
    await page.getByLabel('Distinct id').fill('nobody')
    await page.getByText('No event in the list matches.').waitFor()

    // What was really sent and turned away is told as well, a dry run is not.
    const away = page.getByRole('region', { name: 'Turned away' })
    await away.getByText('Nothing was turned away.').waitFor()
    await call(server, '/v1/batch', 'POST', { batch: [lamp('', {}), lamp('', {})] })
    await away.getByText('2 events').waitFor()
    await away.getByText('userId or anonymousId: expected at least one, not empty').waitFor()
  })

  test('a trend shows every day with its number, the empty ones too, and says how fresh it is', async () => {
    const page = await enter(
      `#/trend?${JANUARY}&series=${asJson([{ event: 'Visited' }, { event: 'Visited', math: 'unique_users' }])}`,
    )
    await page.getByText(/^Asked /).waitFor()
    await page.getByText(/^answered in /).waitFor()
    await page.getByText(/rows? read$/).waitFor()
    expect(await cells(page)).toEqual([
      ['Time', 'Visited', 'Visited · Unique people'],
      ['Whole range', '4', '3'],
      ['Mon, Jan 5, 2026', '3', '3'],
      ['Tue, Jan 6, 2026', '0', '0'],
      ['Wed, Jan 7, 2026', '1', '1'],
      ['Thu, Jan 8, 2026', '0', '0'],
    ])
    const chart = page.getByRole('slider', { name: 'Line chart' })
    await chart.focus()
    await page.keyboard.press('Home')
    await expect.poll(() => chart.getAttribute('aria-valuetext')).toContain('Mon, Jan 5, 2026: Visited 3')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => chart.getAttribute('aria-valuetext')).toContain('Tue, Jan 6, 2026: Visited 0')
  })

  test('a question is written with the keyboard alone, and its link opens the same question', async () => {
    const page = await enter(`#/trend?${JANUARY}`)
    await page.getByRole('button', { name: 'Event: Every event' }).focus()
    await page.keyboard.press('Enter')
    await page.getByPlaceholder('Search, or type a name').waitFor()
    await page.getByRole('option', { name: /^Visited/ }).waitFor()
    await page.keyboard.type('visit')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Event: Visited' }).waitFor()
    await page.getByRole('button', { name: 'Breakdown: No breakdown' }).press('Enter')
    await page.getByRole('option', { name: 'source', exact: true }).waitFor()
    await page.keyboard.type('source')
    await page.keyboard.press('Enter')
    await page.getByRole('columnheader', { name: 'search' }).waitFor()
    expect((await cells(page)).slice(0, 3)).toEqual([
      ['Time', 'friend', 'search'],
      ['Whole range', '2', '2'],
      ['Mon, Jan 5, 2026', '1', '2'],
    ])
    const link = page.url()
    expect(link).not.toContain(server.secretKey)
    const other = await enter(new URL(link).hash)
    await other.getByRole('columnheader', { name: 'search' }).waitFor()
    expect(await cells(other)).toEqual(await cells(page))
  })

  test('a filter that is not yet finished is marked, asks nothing, and then narrows the numbers', async () => {
    const page = await enter(
      `#/trend?${JANUARY}&series=${asJson([{ event: 'Product Added', math: 'sum', property: 'price' }])}`,
    )
    await page.getByRole('columnheader', { name: /Sum of price/ }).waitFor()
    expect((await cells(page))[1]).toEqual(['Whole range', '42.5'])
    await page.getByRole('button', { name: 'Add filter' }).first().click()
    await page.getByText('The question is not complete yet.').waitFor()
    expect(await page.locator('table').count()).toBe(0)
    await page.getByRole('button', { name: 'Property: Choose a property' }).click()
    await page.getByRole('option', { name: 'price' }).click()
    await page.getByLabel('Operator').selectOption('gt')
    await page.getByRole('combobox', { name: 'Value' }).fill('20')
    await page.getByRole('columnheader', { name: /Sum of price/ }).waitFor()
    expect((await cells(page))[1]).toEqual(['Whole range', '30'])
  })

  test('what is known of people and of a kind of groups is asked for as such, and the link keeps it', async () => {
    await send(server, [
      day('2026-01-05', 'Invited', 'fay'),
      day('2026-01-05', 'Invited', 'gus'),
      inGroup('fay', 'company', 'acme', { size: 'large' }),
      inGroup('gus', 'company', 'bell', { size: 'small' }),
      inGroup('gus', 'branch', 'north', { size: 'large' }),
    ])
    const page = await enter(`#/trend?${JANUARY}&series=${asJson([{ event: 'Invited' }])}`)
    await page.getByLabel('Whose property').selectOption('group')
    await page.getByRole('button', { name: 'Breakdown: No breakdown' }).click()
    await page.getByRole('option', { name: 'size' }).click()
    await page.getByLabel('Kind of group').fill('company')
    await page.getByRole('columnheader', { name: 'small' }).waitFor()
    expect((await cells(page)).slice(0, 2)).toEqual([
      ['Time', 'large', 'small'],
      ['Whole range', '1', '1'],
    ])
    await page.getByRole('button', { name: 'Add filter' }).last().click()
    const filter = page.getByRole('group', { name: 'Filter' })
    await filter.getByLabel('Whose property').selectOption('group')
    await filter.getByLabel('Kind of group').fill('branch')
    await filter.getByRole('button', { name: 'Property: Choose a property' }).click()
    await page.getByRole('option', { name: 'The group itself' }).click()
    await filter.getByRole('combobox', { name: 'Value' }).fill('north')
    await expect.poll(() => cells(page).then((all) => all[1])).toEqual(['Whole range', '1'])
    const other = await enter(new URL(page.url()).hash)
    await other.getByRole('columnheader', { name: 'small' }).waitFor()
    expect(await cells(other)).toEqual(await cells(page))
    expect(await other.getByLabel('Kind of group').evaluateAll(valuesOf)).toEqual(['branch', 'company'])
  })

  test('a funnel tells how many went on, how many left and how long it took; steps can change places', async () => {
    const steps = [{ event: 'Visited' }, { event: 'Order Completed' }, { event: 'Product Added' }]
    const page = await enter(`#/funnel?${JANUARY}&steps=${asJson(steps)}`)
    await page.getByRole('button', { name: 'Move step 3 up' }).press('Enter')
    await page.getByRole('rowheader', { name: '2. Product Added' }).waitFor()
    expect(await cells(page)).toEqual([
      ['Step', 'People', 'Conversion', 'From previous', 'Median time', 'Average time'],
      ['1. Visited', '3', '100%', '100%', '–', '–'],
      ['2. Product Added', '2', '66.7%', '66.7%', '2m', '2m'],
      ['3. Order Completed', '1', '33.3%', '50%', '1h', '1h'],
    ])
    await page.getByText('1 left (33.3%)').waitFor()
    await page.getByText('Largest drop').waitFor()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Move step 2 up',
    )
    await page.getByRole('button', { name: 'Remove step 3' }).click()
    await expect.poll(async () => (await cells(page)).length).toBe(3)
  })

  test('a funnel is broken down, and the link keeps it', async () => {
    const steps = [{ event: 'Visited' }, { event: 'Product Added' }]
    const page = await enter(`#/funnel?${JANUARY}&steps=${asJson(steps)}`)
    await page.getByRole('button', { name: 'Breakdown: No breakdown' }).click()
    await page.getByRole('option', { name: 'source', exact: true }).click()
    await page.getByRole('rowheader', { name: 'friend' }).waitFor()
    expect((await cells(page)).slice(3)).toEqual([
      ['Group', '1. Visited', '2. Product Added', 'Conversion'],
      ['search', '2', '2', '100%'],
      ['friend', '1', '0', '0%'],
    ])
    const other = await enter(new URL(page.url()).hash)
    await other.getByRole('rowheader', { name: 'friend' }).waitFor()
    expect(await cells(other)).toEqual(await cells(page))
  })

  test('cohorts are told with who came back, together and one by one, and the link keeps the question', async () => {
    const [start, back] = [asJson({ event: 'Visited' }), asJson({ event: 'Visited' })]
    const page = await enter(`#/retention?${JANUARY}&start=${start}&return=${back}&periods=3%20day`)
    await page.getByRole('rowheader', { name: 'Together' }).waitFor()
    expect((await cells(page)).map((row) => row.slice(1))).toEqual([
      ['People', 'Day 0', 'Day 1', 'Day 2'],
      ['4', '100%', '0%', '25%'],
      ['3', '100%', '0%', '33.3%'],
      ['0', '–', '–', '–'],
      ['1', '100%', '0%', '0%'],
      ['0', '–', '–', '–'],
    ])
    await page.getByRole('button', { name: 'Breakdown: No breakdown' }).click()
    await page.getByRole('option', { name: 'source', exact: true }).click()
    await page.getByRole('rowheader', { name: 'search' }).first().waitFor()
    const other = await enter(new URL(page.url()).hash)
    await other.getByRole('rowheader', { name: 'search' }).first().waitFor()
    expect(await cells(other)).toEqual(await cells(page))
  })

  test('paths are drawn with every way that sessions went, and end where one says', async () => {
    const page = await enter(`#/path?${JANUARY}`)
    await page.getByRole('rowheader', { name: '1. Visited' }).first().waitFor()
    expect(await cells(page)).toEqual([
      ['Way', 'Sessions', 'Median time'],
      ['1. Visited → 2. Product Added', '2', '2m'],
    ])
    expect(await page.locator('svg[role=img] text').allTextContents()).toEqual([
      '4 Visited',
      '2 Product Added',
    ])
    await page.getByRole('button', { name: 'End: Wherever it goes' }).click()
    await page.getByRole('option', { name: 'Product Added' }).click()
    await page.getByText('2 Visited', { exact: true }).waitFor()
    expect(page.url()).toContain('end=Product+Added')
  })

  test('what the server does not take stands beside the field it is about', async () => {
    const page = await enter(
      `#/funnel?${JANUARY}&window=5000000%20day&steps=${asJson([{ event: 'Visited' }])}`,
    )
    await page.getByRole('alert').getByText('window.value').waitFor()
    expect(await page.getByLabel('Length of time').getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('table').count()).toBe(0)
    await page.getByLabel('Length of time').fill('7')
    await page.getByRole('rowheader', { name: '1. Visited' }).waitFor()
  })

  test.each([
    ['a desk', {}],
    ['a phone', PHONE],
  ])('on %s language and appearance can be changed, and are remembered', async (where, options) => {
    const page = await enter('#/trend', options)
    if (where === 'a phone') await page.getByRole('button', { name: 'Preferences' }).click()
    await page.getByRole('button', { name: 'Language: English' }).click()
    await page.getByRole('menuitemradio', { name: '简体中文' }).click()
    await page.getByRole('heading', { name: '趋势', level: 1 }).waitFor()
    await page.getByRole('button', { name: /^外观/ }).click()
    await page.getByRole('menuitemradio', { name: '深色' }).click()
    await page.reload()
    await page.getByRole('heading', { name: '趋势', level: 1 }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN')
    expect(await page.evaluate(() => document.documentElement.dataset['mantineColorScheme'])).toBe('dark')
  })

  test.each([
    ['a desk', { viewport: { width: 1280, height: 860 } }],
    ['a phone', PHONE],
  ])('on %s no page scrolls sideways, and every control has a name', async (_where, options) => {
    const page = await enter('#/live', options)
    for (const fragment of [
      '#/live',
      `#/trend?${JANUARY}`,
      `#/funnel?${JANUARY}&steps=${asJson([{ event: 'Visited' }])}`,
      `#/retention?${JANUARY}`,
      `#/path?${JANUARY}`,
    ]) {
      await page.evaluate((next) => {
        location.hash = next
      }, fragment)
      const title = { l: 'Live', t: 'Trend', f: 'Funnel', r: 'Retention', p: 'Path' }[fragment[2] ?? ''] ?? ''
      await page.getByRole('heading', { name: title, level: 1 }).waitFor()
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
      expect(await namelessControls(page)).toEqual([])
    }
  })
})

/** Controls for which a screen reader would have nothing to say. */
const namelessControls = (page: Page): Promise<string[]> =>
  page
    .locator('button:not([aria-hidden="true"]), input, select, a[href], [role="slider"]')
    .evaluateAll((controls) =>
      controls
        .filter((control) => {
          const labels = 'labels' in control ? [...((control.labels as NodeList | null) ?? [])] : []
          const label = control.getAttribute('aria-label') ?? labels.map((one) => one.textContent).join('')
          return `${label}${control.textContent}`.trim() === ''
        })
        .map((control) => control.outerHTML.slice(0, 200)),
    )
