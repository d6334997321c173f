/** `pnpm run measure`: what the built script costs a page, in a real browser, against a collector in this process. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'

const PAGES = 15
const EVENTS = 1_000
const script = readFileSync(new URL('dist/firefly.js', import.meta.url), 'utf8')

let bytes = 0
let events = 0
const server = createServer((request, response) => void answer(request, response))

async function answer(request, response) {
  const parts = []
  for await (const part of request) parts.push(part)
  if (request.method === 'POST') {
    const body = Buffer.concat(parts)
    const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
    bytes += body.length
    events += JSON.parse(plain).batch.length
    response.end('{"accepted":1,"rejected":[]}')
  } else response.setHeader('content-type', 'text/html').end('<!doctype html><title>Shop</title>')
}

await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${server.address().port}`
const browser = await chromium.launch({
  executablePath: process.env.FIREFLY_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
})

/** One fresh page: milliseconds to evaluate and start, microseconds a call, microseconds of the main thread an event. */
async function page() {
  const context = await browser.newContext()
  const tab = await context.newPage()
  await tab.goto(origin)
  const start = await tab.evaluate((code) => {
    const tag = document.createElement('script')
    tag.dataset.writeKey = 'key'
    tag.textContent = code
    const began = performance.now()
    document.head.append(tag)
    return performance.now() - began
  }, script)
  await tab.evaluate(() => firefly.flush())
  const session = await context.newCDPSession(tab)
  await session.send('Performance.enable')
  const busy = async () =>
    (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value
  const wanted = events + EVENTS
  const before = await busy()
  const call = await tab.evaluate((count) => {
    const began = performance.now()
    for (let n = 0; n < count; n++)
      firefly.track('Product viewed', { product: `p${n}`, price: 12.5, position: n })
    return ((performance.now() - began) / count) * 1000
  }, EVENTS)
  await tab.evaluate(() => firefly.flush())
  const arrived = () => events >= wanted
  while (!arrived()) await new Promise((resolve) => setTimeout(resolve, 20))
  // The journal's last write and removal.
  await new Promise((resolve) => setTimeout(resolve, 300))
  const whole = (((await busy()) - before) / EVENTS) * 1_000_000
  await context.close()
  return { start, call, whole }
}

const runs = []
for (let n = 0; n < PAGES; n++) runs.push(await page())
const middle = (name) => runs.map((run) => run[name]).toSorted((a, b) => a - b)[Math.floor(PAGES / 2)]
const spread = (name) =>
  `${Math.min(...runs.map((run) => run[name])).toFixed(1)}–${Math.max(...runs.map((run) => run[name])).toFixed(1)}`
console.log(
  `Chromium ${browser.version()}, ${PAGES} fresh pages, ${EVENTS} events each; medians (and extremes)`,
)
console.log(`evaluate and start: ${middle('start').toFixed(1)} ms (${spread('start')})`)
console.log(`track(): ${middle('call').toFixed(1)} µs a call (${spread('call')})`)
console.log(
  `main thread, deferred work and delivery included: ${middle('whole').toFixed(0)} µs an event (${spread('whole')})`,
)
console.log(`on the wire, gzipped to the page's own origin: ${(bytes / events).toFixed(0)} bytes an event`)
await browser.close()
server.close()
