/** A real browser, and pages that remember everything that went wrong in them. */
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const EXECUTABLE = process.env['FIREFLY_CHROMIUM'] ?? '/usr/bin/chromium'
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Why there is no browser; undefined when there is one. */
export const missingBrowser = (): string | undefined => (existsSync(EXECUTABLE) ? undefined : EXECUTABLE)

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: EXECUTABLE, args: ARGS })

export interface Watched {
  page: Page
  /** Uncaught errors, policy violations and requests to other places. */
  troubles: string[]
}

/** A person with a browser of their own: no storage of others, a fixed zone and language. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'Asia/Shanghai', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const troubles: string[] = []
  page.on('pageerror', ({ message }) => troubles.push(message))
  page.on('console', (line) => {
    if (/Content Security Policy|Warning:/.test(line.text())) troubles.push(line.text())
  })
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') troubles.push(`asked ${hostname}`)
  })
  return { page, troubles }
}
