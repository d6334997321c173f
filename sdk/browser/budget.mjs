/** What a visitor downloads, against what it may be: `node budget.mjs` prints every size, and fails when one is over its limit;
 * with `--map`, what each module takes of the core. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rollup } from 'rollup'
import { readAtStart } from './apart.mjs'
import { byteMap } from './byte-map.mjs'
import { plugins } from './rollup.config.js'

const path = (name) => fileURLToPath(new URL(`dist/${name}`, import.meta.url))

/** A page that imports no more than it must: the core, its durable queue, and page views. */
const SMALLEST = `
  import { startCore } from '${path('core.js')}'
  import { pageViews } from '${path('extensions/page-views.js')}'
  window.firefly = startCore({ writeKey: 'key', host: 'https://a.example', extensions: [pageViews()] })`

async function smallest() {
  const virtual = {
    name: 'virtual',
    resolveId: (id) => (id === 'smallest' ? id : null),
    load: (id) => (id === 'smallest' ? SMALLEST : null),
  }
  const bundle = await rollup({ input: 'smallest', plugins: [virtual, ...plugins.small] })
  const { output } = await bundle.generate({ format: 'iife', sourcemap: true })
  const [{ code, map }] = output
  if (process.argv.includes('--map'))
    for (const [module, bytes] of byteMap(code, map)) console.log(`${String(bytes).padStart(6)} ${module}`)
  return code.replace(/\/\/# sourceMappingURL.*/, '').trim()
}

/** Most bytes after `gzip -9`. */
const BUDGETS = [
  { what: 'core + page views + durable queue', limit: 4_096, read: smallest },
  { what: 'firefly.js, with all default autocapture', limit: 9_216, file: 'firefly.js' },
  { what: 'firefly-h5.js', limit: 9_600, file: 'firefly-h5.js' },
  { what: 'firefly-capture.js, fetched on request', limit: 5_860, file: 'firefly-capture.js' },
  { what: 'firefly-sealed.js', limit: 10_120, file: 'firefly-sealed.js' },
  { what: 'firefly-seal-sm.js, fetched by it', limit: 20_360, file: 'firefly-seal-sm.js' },
  { what: 'firefly-es5.js', limit: 12_720, file: 'firefly-es5.js' },
]

/** Most characters that are read before the page is idle, not skipped: see `apart.mjs`. */
const AT_START = 2_000

function hold(what, amount, unit, limit) {
  const over = amount > limit
  console.log(`${over ? 'OVER ' : ''}${what}: ${amount} ${unit}, at most ${limit}`)
  if (over) process.exitCode = 1
}

for (const { what, limit, file, read = () => readFileSync(path(file)) } of BUDGETS)
  hold(what, gzipSync(await read(), { level: 9 }).length, 'B gzip -9', limit)
for (const file of ['firefly.js', 'firefly-h5.js', 'firefly-sealed.js'])
  hold(
    `${file}, of it read at its start`,
    readAtStart(readFileSync(path(file), 'utf8')),
    'characters',
    AT_START,
  )
