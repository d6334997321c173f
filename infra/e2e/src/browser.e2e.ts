/** The main job, for real: a person opens the demo shop in Chromium, and the console knows. */
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, drained } from './client.ts'
import { launch, type Running } from './launch.ts'

const executablePath = process.env['FIREFLY_CHROMIUM']
if (!executablePath) console.warn('NOT RUN: browser — no Chromium; set FIREFLY_CHROMIUM to its path')
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

describe.skipIf(!executablePath)('a person in the demo shop', () => {
  let server: Running
  let browser: Browser
  let shop: Page
  const failures: string[] = []
  beforeAll(async () => {
    server = await launch()
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ARGS })
    shop = await browser.newPage()
    shop.on('pageerror', (error) => failures.push(error.message))
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop('SIGKILL')
  })

  test('page views, clicks and a track call reach a trend and a funnel, with what was derived', async () => {
    await shop.goto(`${server.url}/demo/`)
    await shop.getByRole('button', { name: /add/i }).first().click()
    await shop.waitForTimeout(500)
    await shop.close({ runBeforeUnload: false })
    await expect
      .poll(async () => (await drained(server)).stored, { timeout: 30_000 })
      .toBeGreaterThanOrEqual(3)
    const day = { from: daysAgo(1), to: daysAgo(-1) }
    const filters = [
      { property: '$browser', operator: 'contains' as const, value: 'Chrom' },
      { property: '$pathname', operator: 'starts_with' as const, value: '/demo' },
      { property: '$platform', operator: 'in' as const, value: ['web', 'h5'] },
      { property: '$session_id', operator: 'is_set' as const },
      { property: '$os', operator: 'is_set' as const },
    ]
    const names = ['$pageview', '$click', 'Product Added']
    const series = names.map((event) => ({ event, filters }))
    const trend = await ask(server, { kind: 'trend', ...day, series })
    expect(trend.result.series.map(({ total }) => total)).toEqual([1, 1, 1])
    const steps = [{ event: '$pageview' }, { event: 'Product Added' }]
    const funnel = await ask(server, { kind: 'funnel', ...day, steps })
    expect(funnel.result.steps.map(({ count }) => count)).toEqual([1, 1])
    expect(failures).toEqual([])
  })

  test('the console shows an event while it happens', async () => {
    const page = await browser.newPage()
    page.on('pageerror', (error) => failures.push(error.message))
    await page.goto(`${server.url}/console/#key=${server.secretKey}`)
    await page.waitForTimeout(1_000)
    const visitor = await browser.newPage()
    await visitor.goto(`${server.url}/demo/`)
    await page.getByText('Page viewed').first().waitFor({ timeout: 20_000 })
    expect(page.url()).not.toContain(server.secretKey)
    expect(failures).toEqual([])
  })
})

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
