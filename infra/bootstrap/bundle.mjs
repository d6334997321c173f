// Runs the `bundle` script of each package that has one, unless its sources are older than its bundle.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, run, say } from './tools.mjs'

const PACKAGES = ['metadata', 'sdk/browser', 'sdk/miniprogram', 'console', 'infra/demo']
const newest = (path) =>
  statSync(path).isDirectory()
    ? Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
    : statSync(path).mtimeMs

for (const folder of PACKAGES) {
  const path = join(ROOT, folder)
  if (!existsSync(join(path, 'package.json'))) continue
  const { scripts = {}, name } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  if (!scripts.bundle) continue
  const stamp = join(path, 'dist', '.bundled')
  // The browser SDK holds the core, so the core's sources count as its own.
  const sources = [
    'src',
    'package.json',
    'index.html',
    'rollup.config.js',
    'vite.config.ts',
    'bundle.mjs',
    '../core/src',
  ]
    .map((part) => join(path, part))
    .filter(existsSync)
  if (existsSync(stamp) && statSync(stamp).mtimeMs > Math.max(...sources.map(newest))) continue
  say(`Bundling ${name} …`)
  // Bundlers build for whatever NODE_ENV says, and what is served is always for production.
  run('npm', ['run', '--silent', 'bundle', '--prefix', path], {
    quiet: true,
    env: { ...process.env, NODE_ENV: 'production' },
  })
  writeFileSync(stamp, '')
}
