/** What a mini-program grows by, against what it may: `node budget.mjs` prints every size, and fails when one is over its limit. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { HOSTS } from './rollup.config.js'

/** Bytes after `gzip -9`: what may be, and what we want it to be. */
const BUDGETS = [
  { ending: '', limit: 8_560, goal: 7_168 },
  { ending: '.es5', limit: 11_330 },
]

for (const host of HOSTS)
  for (const { ending, limit, goal } of BUDGETS) {
    const file = `firefly-${host}${ending}.js`
    const bytes = gzipSync(readFileSync(new URL(`dist/${file}`, import.meta.url)), { level: 9 }).length
    const over = bytes > limit
    console.log(
      `${over ? 'OVER ' : ''}${file}: ${bytes} B gzip -9, at most ${limit}${goal ? ` (goal ${goal})` : ''}`,
    )
    if (over) process.exitCode = 1
  }
