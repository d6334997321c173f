// Runs the `bundle` script of each package that has one, unless its sources are older than its bundle.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BUNDLED_WITH, isNewerThan } from './sources.mjs'
import { fail, ROOT, say } from './tools.mjs'

const PACKAGES = ['metadata', 'sdk/browser', 'sdk/miniprogram', 'console', 'infra/demo']

/** What of a package has to be bundled; nothing where there is no bundle or it is newer than its sources. */
function staleIn(folder) {
  const path = join(ROOT, folder)
  if (!existsSync(join(path, 'package.json'))) return []
  const { scripts = {}, name } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  if (!scripts.bundle) return []
  const stamp = join(path, 'dist', '.bundled')
  // The browser SDK holds the core, so the core's sources count as its own.
  const sources = ['src', 'package.json', ...BUNDLED_WITH, '../core/src'].map((part) => join(path, part))
  return isNewerThan(stamp, sources) ? [] : [{ name, path, stamp }]
}

async function bundle({ name, path, stamp }) {
  say(`Bundling ${name} …`)
  // Bundlers build for whatever NODE_ENV says, and what is served is always for production.
  const env = { ...process.env, NODE_ENV: 'production' }
  const args = ['run', '--silent', 'bundle', '--prefix', path]
  const bundling = spawn('npm', args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [bundling.stdout, bundling.stderr]) stream.on('data', (text) => (said += text))
  const [code] = await once(bundling, 'close')
  if (code !== 0) fail(`${said}\n\`npm ${args.join(' ')}\` failed.`)
  writeFileSync(stamp, '')
}

// None needs another, and each keeps one core busy.
await Promise.all(PACKAGES.flatMap(staleIn).map(bundle))
