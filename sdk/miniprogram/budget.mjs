/** What a mini-program grows by, against what it may: `node budget.mjs` prints every size, and fails when one is over its limit. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { HOSTS } from './rollup.config.js'

/** Most bytes after `gzip -9`. WeChat's 7 KB is the promise; the others differ by what their hosts leave unsaid. */
const WECHAT = 7_168
const BUDGETS = [
  { ending: '', limit: 7_290 },
  { ending: '.es5', limit: 9_750 },
]

for (const host of HOSTS)
  for (const { ending, limit: most } of BUDGETS) {
    const limit = host === 'wechat' && !ending ? WECHAT : most
    const file = `firefly-${host}${ending}.js`
    const bytes = gzipSync(readFileSync(new URL(`dist/${file}`, import.meta.url)), { level: 9 }).length
    const over = bytes > limit
    console.log(`${over ? 'OVER ' : ''}${file}: ${bytes} B gzip -9, at most ${limit}`)
    if (over) process.exitCode = 1
  }
