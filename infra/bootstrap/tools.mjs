// What has to happen before anything of ours can run: plain Node, no dependency, each step only when it is needed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BUNDLED_WITH, compiledIn, isNewerThan } from './sources.mjs'

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const OLDEST = [20, 19]

/** Stops with a sentence when this Node is too old to run us. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  fail(`Firefly needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}.`)
}

/** Installs the locked dependencies when they are missing or the lock file has changed. */
export function install() {
  const stamp = join(ROOT, 'node_modules', '.firefly-installed')
  const wanted = hashOf('pnpm-lock.yaml')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Installing dependencies (once; the analytics engine alone is about 540 MB unpacked) …')
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  run('npx', ['-y', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    // pnpm asks before it removes a node_modules of another tool; nobody is there to answer.
    env: { ...process.env, CI: 'true' },
    quiet: true,
  })
  writeFileSync(stamp, wanted)
}

/** Compiles what has changed, then bundles the SDK and the console when their sources have. */
export function build() {
  const stamp = join(ROOT, 'node_modules', '.firefly-built')
  const packages = compiledIn(ROOT)
  const sources = packages.flatMap((path) => MADE_OF.map((part) => join(path, part)))
  const isWhole = packages.every((path) => existsSync(join(path, 'dist')))
  if (isWhole && isNewerThan(stamp, [...sources, join(ROOT, 'tsconfig.base.json')])) return
  say('Building …')
  const begun = new Date()
  run(bin('tsc'), ['-b'])
  run(process.execPath, [join(ROOT, 'infra/bootstrap/bundle.mjs')])
  writeFileSync(stamp, '')
  // What was changed meanwhile may not be in it.
  utimesSync(stamp, begun, begun)
}
const MADE_OF = ['src', 'package.json', 'tsconfig.json', ...BUNDLED_WITH]

/** The path of a tool that was installed with the workspace. */
export const bin = (name) => join(ROOT, 'node_modules', '.bin', name)

/** Resolves a package of the workspace's root without importing it. */
export const resolveFromRoot = (name) => createRequire(join(ROOT, 'package.json')).resolve(name)

/** Runs a command to its end; its failure is ours. With `quiet`, its output is shown only when it fails. */
export function run(command, args, { env = process.env, quiet = false } = {}) {
  const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit']
  const done = spawnSync(command, args, { cwd: ROOT, env, stdio, maxBuffer: 64 * 1024 * 1024 })
  if (done.status === 0) return
  if (quiet) process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}`)
  fail(`\`${command} ${args.join(' ')}\` failed${done.error ? `: ${done.error.message}` : ''}.`)
}

export const say = (line) => process.stderr.write(`${line}\n`)

export function fail(line) {
  say(line)
  process.exit(1)
}

const hashOf = (file) =>
  createHash('sha256')
    .update(readFileSync(join(ROOT, file)))
    .digest('hex')
