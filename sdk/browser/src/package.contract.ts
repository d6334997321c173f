/** The package as it is published: packed, unpacked somewhere else, and used as its users do. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const HOME = join(ROOT, 'sdk/browser')
const TSC = join(ROOT, 'node_modules/.bin/tsc')
let folder: string

const run = (file: string, ...args: string[]): string =>
  execFileSync(file, args, { cwd: folder, encoding: 'utf8' })

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'firefly-package-'))
  const place = join(folder, 'node_modules/@firefly/browser')
  mkdirSync(place, { recursive: true })
  run(process.execPath, join(ROOT, 'sdk/pack.mjs'), 'browser')
  run('npm', 'pack', '--silent', '--pack-destination', folder, join(HOME, 'dist/package'))
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? ''
  run('tar', '-xzf', tarball, '-C', place, '--strip-components', '1')
  // What the registry would bring.
  symlinkSync(join(HOME, 'node_modules/web-vitals'), join(folder, 'node_modules/web-vitals'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const PROGRAM = `
  const { init } = FIREFLY
  const warnings = []
  console.warn = (...args) => warnings.push(args.join(' '))
  console.log(typeof init, snippet({ host: 'https://a.example', writeKey: 'key' }).includes('https://a.example/firefly.js'))`

test('an ES module imports it', () => {
  writeFileSync(
    join(folder, 'esm.mjs'),
    `import * as FIREFLY from '@firefly/browser/init'
     import { snippet } from '@firefly/browser/snippet'${PROGRAM}`,
  )
  expect(run(process.execPath, 'esm.mjs').trim()).toBe('function true')
})

test('a CommonJS module requires it', () => {
  writeFileSync(
    join(folder, 'cjs.cjs'),
    `const FIREFLY = require('@firefly/browser/init')
     const { snippet } = require('@firefly/browser/snippet')${PROGRAM}`,
  )
  expect(run(process.execPath, 'cjs.cjs').trim()).toBe('function true')
})

test('its types say what a tracking plan allows, in both kinds of module and without anything else installed', () => {
  const code = `
    import { init } from '@firefly/browser/init'
    import { exposure } from '@firefly/browser/exposure'
    interface Plan { Ordered: { total: number } }
    const firefly = init<Plan>({ writeKey: 'key', host: 'https://a.example', extensions: [exposure({ ratio: 1 })] })
    firefly.track('Ordered', { total: 1 })
    // @ts-expect-error -- the plan has no such event.
    firefly.track('Orderd', { total: 1 })
    export const device: string = firefly.anonymousId()`
  for (const name of ['use.mts', 'use.cts']) writeFileSync(join(folder, name), code)
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['use.mts', 'use.cts'] }),
  )
  expect(run(TSC, '-p', 'tsconfig.json')).toBe('')
})
