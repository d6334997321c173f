/** The reference page in a real browser: every address, nothing from elsewhere, and a call that can be tried. */
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launch, type Running } from './launch.ts'

const executablePath = process.env['FIREFLY_CHROMIUM']
if (!executablePath) console.warn('NOT RUN: reference page — no Chromium; set FIREFLY_CHROMIUM to its path')

describe.skipIf(!executablePath)('the reference page', () => {
  let server: Running
  let browser: Browser
  beforeAll(async () => {
    server = await launch()
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop('SIGKILL')
  })

  test('shows every address, breaks no policy, and answers a question that is tried', async () => {
    const page = await browser.newPage()
    const troubles: string[] = []
    page.on('pageerror', ({ message }) => troubles.push(message))
    page.on('console', (line) => {
      if (/Content Security Policy/.test(line.text())) troubles.push(line.text())
    })
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url())
      if (protocol.startsWith('http') && hostname !== '127.0.0.1') troubles.push(`asked ${hostname}`)
    })
    await page.goto(`${server.url}/v1/docs`)
    const { paths } = (await (await fetch(`${server.url}/v1/openapi.json`)).json()) as { paths: object }
    for (const path of Object.keys(paths))
      await page.locator(`[data-path="${path}"]`).first().waitFor({ timeout: 30_000 })
    await page
      .getByRole('button', { name: /authorize/i })
      .first()
      .click()
    const credentials = page.locator('form', { has: page.locator('#auth-bearer-value') })
    await credentials.locator('#auth-bearer-value').fill(server.secretKey)
    await credentials.locator('button.authorize').click()
    await page.locator('button.btn-done').first().click()
    await page.locator('[data-path="/v1/query"]').first().click()
    const answered = page.waitForResponse((response) => response.url().endsWith('/v1/query'))
    await page.getByRole('button', { name: 'Execute' }).first().click()
    const response = await answered
    expect([response.status(), await response.json()]).toMatchObject([200, { kind: 'trend' }])
    expect(troubles).toEqual([])
  })
})
