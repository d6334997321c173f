// `npm test`: installs what the tests need, then runs every tier that can run here; ends with the runner's summary.
import { spawnSync } from 'node:child_process'
import { findChromium } from './chromium.mjs'
import { bin, build, install, ROOT, requireNode, say } from './tools.mjs'

requireNode()
install()
build()
const chromium = findChromium()
if (chromium.missing) say(`NOT RUN: browser tier — ${chromium.missing}`)
const env = { ...process.env, ...(chromium.path ? { FIREFLY_CHROMIUM: chromium.path } : {}) }
const done = spawnSync(bin('vitest'), ['run', ...process.argv.slice(2)], { cwd: ROOT, env, stdio: 'inherit' })
process.exit(done.status ?? 1)
