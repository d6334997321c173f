// Runs the `bundle` script of each package that has one, unless its sources are older than its bundle.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BUNDLED_WITH, isNewerThan } from './sources.mjs'
import { ROOT, run, say } from './tools.mjs'

const PACKAGES = ['metadata', 'sdk/browser', 'sdk/miniprogram', 'console', 'infra/demo']

for (const folder of PACKAGES) {
  const path = join(ROOT, folder)
  if (!existsSync(join(path, 'package.json'))) continue
  const { scripts = {}, name } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  if (!scripts.bundle) continue
  const stamp = join(path, 'dist', '.bundled')
  // The browser SDK holds the core, so the core's sources count as its own.
  const sources = ['src', 'package.json', ...BUNDLED_WITH, '../core/src'].map((part) => join(path, part))
  if (isNewerThan(stamp, sources)) continue
  say(`Bundling ${name} …`)
  // Bundlers build for whatever NODE_ENV says, and what is served is always for production.
  run('npm', ['run', '--silent', 'bundle', '--prefix', path], {
    quiet: true,
    env: { ...process.env, NODE_ENV: 'production' },
  })
  writeFileSync(stamp, '')
}
