/** A real Chromium, or why there is none; the same for every test of the built scripts. */
import { existsSync, readFileSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import type { Collector } from './collector.ts'

const CHROMIUM = process.env.FIREFLY_CHROMIUM ?? '/usr/bin/chromium'
const ARGUMENTS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
const DIST = new URL('../../dist/', import.meta.url)
const SCRIPTS = [
  'firefly.js',
  'firefly-h5.js',
  'firefly-es5.js',
  'firefly-capture.js',
  'firefly-sealed.js',
  'firefly-seal-sm.js',
]

/** Why nothing can be tested here; undefined where it can. */
export function whyNot(): string | undefined {
  if (!existsSync(CHROMIUM)) return `there is no Chromium at ${CHROMIUM} (set FIREFLY_CHROMIUM)`
  const unbuilt = SCRIPTS.find((name) => !existsSync(new URL(name, DIST)))
  return unbuilt && `dist/${unbuilt} has not been built (pnpm run build)`
}

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: ARGUMENTS.split(' '),
    // As people's browsers are: with the cache that keeps a page alive behind the next one.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  })

export function serveScripts(collector: Collector): void {
  for (const name of SCRIPTS) {
    const body = readFileSync(new URL(name, DIST), 'utf8')
    collector.pages.set(`/${name}`, { type: 'text/javascript', body })
  }
}

/** A page whose tag starts Firefly; `attributes` are more of the tag's. */
export const html = (
  body: string,
  attributes = '',
  script = 'firefly.js',
): { type: string; body: string } => ({
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><title>Shop</title><script src="/${script}" data-write-key="key" ${attributes} async></script>${body}`,
})
